import { SourceError } from '../../bundle/source';
import { isRecord } from '../../tensor/lookup';

/** What the command line's document says, as far as it is shown in a cell (see preview/json.ts). */
export interface KernelDocument {
  readonly verdict: string;
  readonly reason?: string;
  readonly outputs: readonly { readonly name: string; readonly verdict: string; readonly reason: string }[];
  readonly findings: readonly { readonly severity: string; readonly message: string }[];
}

/** Reads what the kernel sent; throws `SourceError` where it is no report. */
export function readDocument(value: unknown): KernelDocument {
  if (!isRecord(value) || typeof value.verdict !== 'string') {
    throw new SourceError('damaged', 'The kernel sent no report. Check again.');
  }
  const format = isRecord(value.format) ? value.format : {};
  return {
    verdict: value.verdict,
    ...(typeof value.reason === 'string' && { reason: value.reason }),
    outputs: records(value.reproduction).map(({ weights, output, verdict, reason }) => ({
      name: `${text(output)} (${text(weights)})`,
      verdict: text(verdict),
      reason: text(reason)
    })),
    findings: records(format.findings).map(({ severity, message }) => ({
      severity: text(severity),
      message: text(message)
    }))
  };
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
