import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ImageError } from '../../image/source';
import type { ImageSource } from '../../image/source';
import { TimeLimit } from '../../preview/reproduce/timeLimit';
import { RunError } from '../../run/model';
import type { Runner, RunOptions, RunResult } from '../../run/model';
import { EngineError } from '../../runtime/engine';
import { TensorError } from '../../tensor/error';
import type { RunArguments, Terminal } from '../calls';
import { fileProblem } from '../files/errors';
import { SaveError } from '../files/save';
import type { BundleFacts } from './bundle';
import { newest, sha256Of } from './hashes';
import { sameName } from './names';
import { sayProgress } from './progress';
import { optionsCell, resultOf, rowsOf } from './rows';
import type { ImageResult, Named, Origin } from './rows';
import { NetworkError } from './runner';
import type { RunnerKeeper } from './runner';
import type { RunServices } from './services';
import type { Row, Table } from './table';
import { writeResult } from './write';
import type { Written } from './write';

/** An image (or one for each input), its results, and how the table names it. */
export interface Job {
  readonly paths: readonly string[];
  /** The name that its results begin with. */
  readonly name: string;
  readonly files: readonly Named[];
  readonly image: string;
}

/** An image of a plan: what to call for, or what it gave before. */
interface Planned {
  readonly images: readonly string[];
  readonly as: string;
  readonly result: ImageResult | null;
}

interface Surroundings {
  readonly args: RunArguments;
  readonly table: Table;
  readonly keeper: RunnerKeeper;
  readonly services: RunServices;
  readonly bundle: BundleFacts;
}

/** Stands in the table while an image is run: should the process be killed, its files are known to be ours. */
const unfinished = 'This image was begun and not finished.';

/** All images of a call, one after the other; what is wrong with one does not stop the others. */
export class Batch {
  private readonly options: string;
  private isTableTold = false;
  /** How the last image was read: said once where it is the same for all. */
  private lastRead = '';

  constructor(
    private readonly given: Surroundings,
    private readonly terminal: Terminal
  ) {
    this.options = optionsCell(given.args);
  }

  /** For who shares out the work: which images are to be run, and what is known of the others. */
  async plan(jobs: readonly Job[]): Promise<Planned[]> {
    const planned: Planned[] = [];
    for (const job of jobs) {
      // What is wrong with an image is said where it is run.
      const result = await this.keptOf(job).catch(() => null);
      this.terminal.signal.throwIfAborted();
      planned.push({ images: job.paths, as: job.name, result });
    }
    return planned;
  }

  /** Runs one image, or finds that it has been. Rejects with the signal's reason alone. */
  async run(job: Job, count: string): Promise<ImageResult> {
    const source = job.paths.join(', ');
    const begun = performance.now();
    let origin: Origin | undefined;
    const finish = async (result: Omit<ImageResult, 'source' | 'seconds'>): Promise<ImageResult> => {
      const whole = { source, ...result, seconds: (performance.now() - begun) / 1000 };
      return this.record(job, whole, origin);
    };
    try {
      const kept = await this.keptOf(job);
      if (kept) {
        return kept;
      }
      origin = this.origin(await this.hashOf(job));
      this.terminal.say(`${count}Running the network on ${source} …`);
      return await finish(await this.make(job, origin));
    } catch (error) {
      this.terminal.signal.throwIfAborted();
      const reason = error instanceof NetworkError ? null : sentenceOf(error, job);
      if (reason === null) {
        throw error;
      }
      this.terminal.say(`${source}: ${reason}`);
      return finish({ ...nothing, error: reason });
    }
  }

  private async hashOf({ paths }: Job): Promise<string> {
    const hashes: string[] = [];
    for (const path of paths) {
      hashes.push(await sha256Of(path, this.terminal.signal));
    }
    return hashes.join('\n');
  }

  private origin(imageSha256: string): Origin {
    const { path, sha256 } = this.given.bundle;
    return { imageSha256, bundle: path, bundleSha256: sha256, options: this.options };
  }

  /** The result of an earlier call, where nothing is missing, older or different. The image is read last, if at all. */
  private async keptOf(job: Job): Promise<ImageResult | null> {
    const { image, paths, files } = job;
    const { args, table, bundle } = this.given;
    const rows = args.again ? [] : await rowsOfFiles(table, files);
    const isSame = (row: Row): boolean =>
      row.image === image && row.error === '' && row.bundle_sha256 === bundle.sha256 && row.options === this.options;
    if (rows.length !== files.length || !rows.every(isSame)) {
      return null;
    }
    const latest = Math.max(bundle.time, ...(await Promise.all(paths.map(newest))));
    const times = await Promise.all(files.map(({ file }) => newest(join(table.folder, file))));
    if (times.some(time => time < latest)) {
      return null;
    }
    const hash = await this.hashOf(job);
    return rows.every(row => row.image_sha256 === hash) ? resultOf(paths.join(', '), rows) : null;
  }

  private async make(job: Job, origin: Origin): Promise<Omit<ImageResult, 'source' | 'seconds'>> {
    const { keeper } = this.given;
    const runner = await keeper.get(this.terminal.signal);
    await this.claim(job, origin);
    const limit = this.limit();
    try {
      const result = await this.runOne(runner, job, limit.signal);
      const outputs = await this.write(job, result);
      const { tiles, engine, warnings } = result;
      return { outputs, tiles, engine, warnings, error: null };
    } catch (error) {
      if (limit.isOver || error instanceof EngineError) {
        // A network that was ended, or died, is loaded anew for the next image.
        await keeper.close();
      }
      throw limit.isOver ? new RunError('image', outOfTime(limit), { cause: error }) : error;
    }
  }

  private limit(): Pick<TimeLimit, 'signal' | 'isOver' | 'seconds'> {
    const { timeout } = this.given.args;
    const { signal } = this.terminal;
    return timeout === undefined ? { signal, isOver: false, seconds: Infinity } : new TimeLimit(timeout, signal);
  }

  private async runOne(runner: Runner, { paths }: Job, signal: AbortSignal): Promise<RunResult> {
    const { args, services } = this.given;
    const images: ImageSource[] = [];
    try {
      for (const [index, path] of paths.entries()) {
        images.push(await services.openImage(path, args.axes?.[index] ?? args.axes?.[0], signal));
      }
      const onProgress = sayProgress(basename(paths[0]), this.terminal);
      const result = await runner.run(images, { ...optionsOf(args), signal, onProgress });
      this.sayRead(result.read);
      return result;
    } finally {
      await Promise.all(images.map(image => image.close?.()));
    }
  }

  private sayRead(sentences: readonly string[]): void {
    const read = sentences.join('\n');
    if (read !== this.lastRead) {
      sentences.forEach(sentence => this.terminal.say(sentence));
    }
    this.lastRead = read;
  }

  private async write({ files }: Job, { outputs }: RunResult): Promise<Written[]> {
    const { args, table } = this.given;
    const written: Written[] = [];
    for (const output of outputs) {
      const named = files.find(({ id }) => id === output.id);
      if (named) {
        const place = { folder: table.folder, file: named.file, format: args.format };
        written.push(await writeResult(output, place, this.terminal.signal));
      }
    }
    return written;
  }

  /** Before anything is written: what stands there already, and is not known to be a result, is somebody's. */
  private async claim({ files, image }: Job, origin: Origin): Promise<void> {
    const { table } = this.given;
    const known = new Set((await table.read()).map(row => sameName(row.file)));
    for (const { file } of files) {
      const path = join(table.folder, file);
      if (!known.has(sameName(file)) && (await stat(path).catch(() => null))) {
        throw new SaveError(
          `${path} is there already and stands in no results.csv, so that it may be yours and was not replaced. ` +
            'Move it, or choose another --output.'
        );
      }
    }
    await this.put({ files, image }, { ...nothing, source: '', error: unfinished }, origin, files);
  }

  /** Puts what became of an image into the table. Where that cannot be written, the result says so. */
  private async record(job: Job, result: ImageResult, origin = this.origin('')): Promise<ImageResult> {
    const { table } = this.given;
    try {
      const known = await rowsOfFiles(table, job.files);
      const are = await Promise.all(known.map(({ file }) => newest(join(table.folder, file))));
      const left = known.filter((_, index) => are[index] > 0).map(({ output, file }) => ({ id: output, file }));
      await this.put(job, result, origin, left);
      return result;
    } catch (error) {
      if (!(error instanceof SaveError)) {
        throw error;
      }
      if (!this.isTableTold) {
        this.terminal.say(error.message);
      }
      this.isTableTold = true;
      return { ...result, error: result.error ?? error.message };
    }
  }

  private async put(
    { files, image }: Pick<Job, 'files' | 'image'>,
    result: ImageResult,
    origin: Origin,
    left: readonly Named[]
  ): Promise<void> {
    await this.given.table.put(
      rowsOf(image, result, origin, left),
      files.map(({ file }) => file)
    );
  }
}

const nothing = { outputs: [], tiles: 0, seconds: 0, engine: '', warnings: [] } as const;

async function rowsOfFiles(table: Table, files: readonly Named[]): Promise<Row[]> {
  const names = new Set(files.map(({ file }) => sameName(file)));
  return (await table.read()).filter(({ file }) => names.has(sameName(file)));
}

function optionsOf({ tile, threads, planes, channels }: RunArguments): RunOptions {
  return {
    ...(tile !== undefined && { tile }),
    ...(threads !== undefined && { threads }),
    ...(planes !== undefined && { planes }),
    ...(channels !== undefined && { channels })
  };
}

/** Why one image has no result; `null` where the fault is ours. */
function sentenceOf(error: unknown, { paths }: Job): string | null {
  if ([RunError, ImageError, SaveError, TensorError].some(kind => error instanceof kind)) {
    return (error as Error).message;
  }
  if (error instanceof EngineError) {
    return error.reason;
  }
  return error instanceof Error && 'syscall' in error ? fileProblem(paths.join(', '), error) : null;
}

function outOfTime({ seconds }: { readonly seconds: number }): string {
  return (
    `It did not end within ${seconds} seconds and was stopped; nothing was written. ` +
    'If it is only slow, give it more time: --timeout SECONDS.'
  );
}
