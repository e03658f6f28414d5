import type { Call } from './calls';
import { parseRun } from './words/run';
import { common, count, flag, parseWords, readCommon, several, single, text, UsageError } from './words/usage';

const options = {
  // `threads` is not for people: of --jobs, each process gets its share.
  check: { ...common, 'format-only': flag, python: text, jobs: text, threads: text },
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
} as const;

/** What the words after `zooport` ask for. Throws `UsageError`. */
export function parseCall(words: readonly string[], environment: Record<string, string | undefined>): Call {
  const [command, ...rest] = words;
  switch (command) {
    case undefined:
      throw new UsageError('Say what to do: check, run, export or convert.');
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
    case 'run':
      return parseRun(rest);
    default:
      throw new UsageError(`“${command}” is unknown. Say check, run, export or convert.`);
  }
}

function parseCheck(words: readonly string[]): Call {
  const { values, positionals } = parseWords('check', words, options.check);
  if (values.help) {
    return { command: 'help', topic: 'check' };
  }
  if (positionals.length === 0) {
    throw new UsageError('Name at least one bundle: a .zip, a folder, or a description (.yaml).', 'check');
  }
  const { 'format-only': formatOnly = false, python } = values;
  const jobs = count(values.jobs, '--jobs', 'check');
  const threads = count(values.threads, '--threads', 'check');
  return {
    command: 'check',
    arguments: {
      paths: positionals,
      formatOnly,
      ...(python !== undefined && { python }),
      ...(jobs !== undefined && { jobs }),
      ...(threads !== undefined && { threads }),
      ...(values['allow-code'] && { allowCode: true }),
      ...readCommon(values, 'check')
    }
  };
}

function parseExport(words: readonly string[], environment: Record<string, string | undefined>): Call {
  const { values, positionals } = parseWords('export', words, options.export);
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
  const { values, positionals } = parseWords('convert', words, options.convert);
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
