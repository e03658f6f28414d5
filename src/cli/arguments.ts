import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { Call } from './calls';
import type { CommonArguments } from './calls';

/** The call is wrong; the message says how. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly command?: string
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

const text = { type: 'string' } as const;
const several = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

/** Every command takes `--allow-code`; `convert` runs no code of a file in any case. */
const common = { json: flag, timeout: text, 'allow-code': flag, help: { ...flag, short: 'h' } } as const;

const options = {
  check: { ...common, 'format-only': flag, python: text },
  export: {
    ...common,
    input: several,
    axes: several,
    output: text,
    network: text,
    metadata: text,
    python: text
  },
  convert: { ...common, output: text }
} as const satisfies Record<string, ParseArgsConfig['options']>;

/** What the words after `zooport` ask for. Throws `UsageError`. */
export function parseCall(words: readonly string[], environment: Record<string, string | undefined>): Call {
  const [command, ...rest] = words;
  switch (command) {
    case undefined:
      throw new UsageError('Say what to do: check, export or convert.');
    case '--version':
      return { command: 'version' };
    case '--help':
    case '-h':
    case 'help':
      return { command: 'help', ...(rest[0] !== undefined && { topic: rest[0] }) };
    case 'check':
      return parseCheck(rest);
    case 'export':
      // Not for people: `zooport.export` in Python speaks with its own process so.
      if (rest.length === 1 && rest[0] === '--parent') {
        return { command: 'parent' };
      }
      return parseExport(rest, environment);
    case 'convert':
      return parseConvert(rest);
    default:
      throw new UsageError(`“${command}” is unknown. Say check, export or convert.`);
  }
}

function parse<C extends keyof typeof options>(command: C, words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: options[command], allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error), command);
  }
}

/** Node adds advice on its own escapes behind the first sentence. */
function firstSentence(message: string): string {
  return `${message.split(/\. (?=To )|\n/)[0].replace(/\.$/, '')}.`;
}

function parseCheck(words: readonly string[]): Call {
  const { values, positionals } = parse('check', words);
  if (values.help) {
    return { command: 'help', topic: 'check' };
  }
  if (positionals.length === 0) {
    throw new UsageError('Name at least one bundle: a .zip, a folder, or a description (.yaml).', 'check');
  }
  const { 'format-only': formatOnly = false, python } = values;
  return {
    command: 'check',
    arguments: {
      paths: positionals,
      formatOnly,
      ...(python !== undefined && { python }),
      ...(values['allow-code'] && { allowCode: true }),
      ...readCommon(values, 'check')
    }
  };
}

function parseExport(words: readonly string[], environment: Record<string, string | undefined>): Call {
  const { values, positionals } = parse('export', words);
  if (values.help) {
    return { command: 'help', topic: 'export' };
  }
  const { output, network, metadata, axes } = values;
  const [input, ...furtherInputs] = values.input ?? [];
  const folder = single(positionals, 'the folder that training left behind, or the file of a network', 'export');
  if (!input || !output) {
    throw new UsageError(
      input ? 'Say where the bundle goes: --output BUNDLE.zip' : 'Name an image for the test input: --input IMAGE',
      'export'
    );
  }
  return {
    command: 'export',
    arguments: {
      folder,
      input,
      output,
      ...(furtherInputs.length > 0 && { furtherInputs }),
      ...(axes && { axes }),
      ...(network !== undefined && { network }),
      ...(metadata !== undefined && { metadata }),
      // The launcher says which Python stands beside it.
      python: values.python ?? environment.ZOOPORT_PYTHON ?? 'python3',
      ...(values['allow-code'] && { allowCode: true }),
      ...readCommon(values, 'export')
    }
  };
}

function parseConvert(words: readonly string[]): Call {
  const { values, positionals } = parse('convert', words);
  if (values.help) {
    return { command: 'help', topic: 'convert' };
  }
  const model = single(
    positionals,
    'the network to convert: a .keras, .h5 or .hdf5 file, or the folder with it',
    'convert'
  );
  if (!values.output) {
    throw new UsageError('Say where the network goes: --output MODEL.onnx', 'convert');
  }
  return { command: 'convert', arguments: { model, output: values.output, ...readCommon(values, 'convert') } };
}

function readCommon(values: { json?: boolean; timeout?: string }, command: string): CommonArguments {
  const { json = false, timeout } = values;
  if (timeout === undefined) {
    return { json };
  }
  const seconds = Number(timeout);
  if (!(seconds > 0) || timeout.trim() === '') {
    throw new UsageError('--timeout takes a number of seconds above zero, for instance --timeout 600.', command);
  }
  return { json, timeout: seconds };
}

function single(words: readonly string[], what: string, command: string): string {
  if (words.length !== 1 || words[0] === '') {
    throw new UsageError(words.length > 1 ? `Name only one: ${words.join(', ')}` : `Name ${what}.`, command);
  }
  return words[0];
}
