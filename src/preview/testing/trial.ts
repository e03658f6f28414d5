import type { InferenceEngine } from '../../runtime/engine';
import type { Operation } from '../../spec/model';
import { cast } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import { writeNpy } from '../../tensor/npy';
import { valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';
import type { Fix } from '../../spec/fix';
import { check } from '../check';
import { mendedSource } from '../overlay';
import type { Diagnosis } from '../report/report';
import { zipSource } from '../../bundle/zip';
import { Draft } from './draft';
import { mapped, moved, spots } from './image';
import { Random } from '../../tensor/testing/random';
import { Scene } from './scene';
import { smallDescription, smallFiles, smallZip } from './small';
import type { Spoiler, Spoiling } from './spoiling';
import { spoilAtRandom } from './spoilRandom';
import { randomUnet } from '../../onnx/testing/unet';

export interface Judged {
  readonly seed: number;
  readonly kind: string;
  readonly what: string;
  /** `named`: rightly, or rightly not at all. `missed`: no name where there is one. `wrong`: a wrong name. */
  readonly result: 'named' | 'missed' | 'wrong';
  readonly diagnosis?: Diagnosis;
  /** Where a mend was offered: whether the bundle reproduces after it. */
  readonly mended?: boolean;
  readonly seconds: number;
}

/** A U-Net of our own with a random recipe and a random image; its expected output is what it gives. */
export async function ownScene(seed: number, engine: InferenceEngine): Promise<Scene> {
  const random = new Random(seed);
  const network = randomUnet(random);
  const raw = photograph(random);
  const blank = createTensor('float32', raw.shape);
  const files = smallFiles()
    .set('weights.onnx', network)
    .set('input.npy', writeNpy(raw))
    .set('output.npy', writeNpy(blank));
  const description = smallDescription();
  const [input] = description.inputs;
  const [output] = description.outputs;
  const zip = smallZip(
    {
      ...description,
      inputs: [{ ...input, data: { type: raw.dtype }, preprocessing: recipe(random) }],
      outputs: [{ ...output, postprocessing: random.next() < 0.6 ? [{ id: 'sigmoid' }] : [] }]
    },
    files
  );
  const scene = await Scene.open(await Draft.open(zipSource(zip)), engine);
  return scene.withImage(raw);
}

/** In 8 or 16 bits, stored as whole numbers or not; some fill all of their 8 bits, where two scalings are the same. */
function photograph(random: Random): Tensor {
  const brightest = random.pick([255, 65535]);
  const raw = spots(random, 2 * random.whole(18, 26), 2 * random.whole(18, 26), brightest);
  const range = valueRange(raw);
  const filled =
    range && random.next() < 0.2
      ? mapped(raw, value => Math.round(((value - range.min) / (range.max - range.min)) * brightest))
      : raw;
  const whole = mapped(filled, value => Math.min(value, brightest));
  return random.next() < 0.3 ? cast(whole, brightest === 255 ? 'uint8' : 'uint16') : filled;
}

function recipe(random: Random): Operation[] {
  const toFloat: Operation = { id: 'ensure_dtype', kwargs: { dtype: 'float32' } };
  const axes = ['channel', 'y', 'x'];
  const [low, high] = random.pick([[0, 100], [0.1, 99.9], [1, 99], [2, 98], [3, 97], [5, 95]]); // prettier-ignore
  const normalise = random.pick<Operation>([
    { id: 'scale_range', kwargs: { axes, min_percentile: low, max_percentile: high } },
    { id: 'scale_range', kwargs: { axes, min_percentile: low, max_percentile: high } },
    { id: 'zero_mean_unit_variance', kwargs: { axes } }
  ]);
  return [toFloat, normalise, toFloat];
}

/** Half of the times as it is, else with its image moved round and a little noise. */
export async function varied(scene: Scene, seed: number): Promise<Scene> {
  const random = new Random(seed);
  return random.next() < 0.5 ? scene : scene.withImage(rolled(scene.raw, random));
}

function rolled(raw: Tensor, random: Random): Tensor {
  const by = raw.shape.map((length, axis) => (axis < 2 ? 0 : random.whole(0, length - 1)));
  const amount = random.between(0, 0.5);
  const { shape } = raw;
  const around = moved(raw, shape, index => index.map((at, axis) => (at + by[axis]) % shape[axis]));
  return mapped(around, value => value + amount * random.normal());
}

/** Spoils the bundle, checks it, and judges what the check says of it. Draws anew where nothing would be noticed. */
export async function tryOne(
  scene: Scene,
  seed: number,
  engine: InferenceEngine,
  spoil: Spoiler = spoilAtRandom
): Promise<Judged> {
  const random = new Random(seed);
  for (;;) {
    const spoiling = await spoil(scene, random);
    const report = await check(zipSource(spoiling.draft.zip()), { engine });
    const reproduction = report.reproduction.filter(({ verdict }) => verdict !== 'not run');
    if (reproduction.length === 0) {
      throw new Error(`${spoiling.what}: ${report.reason ?? report.verdict}`);
    }
    const { kind, what } = spoiling;
    if (reproduction.some(({ verdict }) => verdict === 'failed')) {
      const [diagnosis] = report.diagnosis;
      const mended = diagnosis?.fix && (await reproducesAfter(spoiling.draft, diagnosis.fix, engine));
      return {
        seed,
        kind,
        what,
        result: judge(spoiling, diagnosis),
        ...(diagnosis && { diagnosis }),
        ...(mended !== undefined && { mended }),
        seconds: report.seconds.diagnose ?? 0
      };
    }
  }
}

async function reproducesAfter(draft: Draft, fix: Fix, engine: InferenceEngine): Promise<boolean> {
  const source = await mendedSource(zipSource(draft.zip()), [fix]);
  const { reproduction } = await check(source, { engine });
  const ran = reproduction.filter(({ verdict }) => verdict !== 'not run');
  return ran.length > 0 && ran.every(({ verdict }) => verdict === 'passed');
}

function judge({ causes, says = /./ }: Spoiling, diagnosis: Diagnosis | undefined): Judged['result'] {
  if (diagnosis?.state !== 'explained') {
    return causes.length === 0 ? 'named' : 'missed';
  }
  const given = [diagnosis.cause ?? '', ...(diagnosis.causes ?? [])];
  const nearly = /not exactly/.test(diagnosis.sentence) && causes.length === 0;
  return nearly || (given.some(cause => causes.includes(cause)) && says.test(diagnosis.sentence)) ? 'named' : 'wrong';
}
