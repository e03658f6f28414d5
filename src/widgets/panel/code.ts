import { KernelError } from '../../kernel/protocol';
import { isRecord } from '../../tensor/lookup';

/** Layers named in the question; more would not be read. */
const SHOWN = 5;

/**
 * The question to the researcher where a network's file holds code: what would run, layer by layer.
 * Null for any other error: then there is nothing to ask.
 */
export function codeQuestion(error: unknown): string | null {
  if (!(error instanceof KernelError) || error.problem !== 'holds-code') {
    return null;
  }
  const { path, code } = error.data;
  const named = typeof path === 'string' ? path : 'The network';
  const found = Array.isArray(code) ? code.filter(isRecord) : [];
  const lines = found.slice(0, SHOWN).map(lineOf);
  const more = found.length > SHOWN ? [`… and ${found.length - SHOWN} more.`] : [];
  return [
    `${named} holds Python code that would run on the kernel's machine as soon as the network is loaded:`,
    ...lines,
    ...more,
    'None of it has run yet. Run it only if you trust who made the file.'
  ].join('\n');
}

function lineOf({ layer, kind, words }: Record<string, unknown>): string {
  const said = Array.isArray(words) ? words.filter(word => typeof word === 'string').join(', ') : '';
  return `• layer “${String(layer)}”: ${String(kind)}${said === '' ? '' : ` (in its code: ${said})`}`;
}
