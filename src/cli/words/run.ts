import type { Call } from '../calls';
import { common, count, flag, parseWords, readCommon, several, text, UsageError } from './usage';

const options = {
  ...common,
  output: text,
  axes: several,
  tile: text,
  threads: text,
  engine: text,
  planes: text,
  channels: several,
  format: text,
  again: flag,
  plan: flag,
  as: text
} as const;

/** What the words after `zooport run` ask for. Throws `UsageError`. */
export function parseRun(words: readonly string[]): Call {
  const { values, positionals } = parseWords('run', words, options);
  if (values.help) {
    return { command: 'help', topic: 'run' };
  }
  const [bundle, ...images] = positionals;
  const { output, axes, again = false, plan = false } = values;
  if (!bundle) {
    throw new UsageError('Name the bundle, then the images: zooport run BUNDLE IMAGE... --output FOLDER', 'run');
  }
  if (images.length === 0 || images.includes('')) {
    throw new UsageError('Name at least one image, or a folder of images, after the bundle.', 'run');
  }
  if (!output) {
    throw new UsageError('Say where the results go: --output FOLDER', 'run');
  }
  requireEngine(values.engine);
  const tile = count(values.tile, '--tile', 'run');
  const threads = count(values.threads, '--threads', 'run');
  const planes = oneOf('--planes', values.planes, ['each', 'projection'] as const);
  const channels = values.channels?.flatMap(channelsOf);
  return {
    command: 'run',
    arguments: {
      bundle,
      images,
      output,
      format: oneOf('--format', values.format, ['tif', 'npy'] as const) ?? 'tif',
      again,
      plan,
      ...(axes && { axes: axes.map(axesOf) }),
      ...(tile !== undefined && { tile }),
      ...(threads !== undefined && { threads }),
      ...(planes !== undefined && { planes }),
      ...(channels && { channels }),
      ...(values.as !== undefined && { as: values.as }),
      ...readCommon(values, 'run')
    }
  };
}

/** Only the one that gives every verdict is here so far. */
function requireEngine(engine: string | undefined): void {
  if (oneOf('--engine', engine, ['auto', 'onnxruntime', 'zooport'] as const) === 'zooport') {
    throw new UsageError('There is only onnxruntime so far. Leave --engine away, or say --engine onnxruntime.', 'run');
  }
}

function oneOf<T extends string>(option: string, value: string | undefined, known: readonly T[]): T | undefined {
  const found = known.find(name => name === value);
  if (value !== undefined && found === undefined) {
    throw new UsageError(`${option} takes ${known.join(' or ')}, not “${value}”.`, 'run');
  }
  return found;
}

/** What each letter means is for the reader of images to say; here only what can be no letters at all. */
function axesOf(axes: string): string {
  if (!/^[a-z]+$/i.test(axes)) {
    throw new UsageError(
      `--axes takes a letter for each axis of the image, in their order: t (time), c (channel), z, y, x; for instance --axes zyx, not “${axes}”.`,
      'run'
    );
  }
  return axes.toLowerCase();
}

/** "0,2" or "DAPI,GFP". */
function channelsOf(list: string): (number | string)[] {
  const names = list.split(',').map(name => name.trim());
  if (names.includes('')) {
    throw new UsageError(
      '--channels takes numbers from 0, or names: for instance --channels 0,2 or --channels DAPI.',
      'run'
    );
  }
  return names.map(name => (/^\d+$/.test(name) ? Number(name) : name));
}
