import { memorySource } from '../../image/memory';
import { ImageError } from '../../image/source';
import type { RunOptions, Runner } from '../../run/model';
import { failureOf } from '../common/failure';
import { Store } from '../common/store';
import type { GivenFile, OwnImageServices, RunParts } from './services';
import { channelsOf, emptyOwnImage, viewsOf, type ChosenImage, type OwnImageState } from './state';

/** One bundle on the researcher's own images. The network is loaded with the first image and kept. */
export class OwnImageController {
  readonly store = new Store<OwnImageState>(emptyOwnImage);
  private runner: Promise<Runner> | null = null;
  private work: AbortController | null = null;
  /** Settles when the last piece of work is over; never rejects. */
  private last: Promise<void> = Promise.resolve();
  private readonly closed = new AbortController();

  constructor(private readonly services: OwnImageServices) {}

  get canBrowse(): boolean {
    return this.services.browse !== undefined;
  }

  /**
   * Takes an image for an input, and runs once every input has one. `axes`: its letters where they are not the file's own.
   * Never rejects: what goes wrong stands in the state.
   */
  async take(file: GivenFile, input = 0, axes = ''): Promise<void> {
    this.setAxes(input, axes);
    await this.attempt('opening', async signal => {
      const [parts, runner] = await Promise.all([this.services.load(), this.loaded(signal)]);
      const inputs = runner.description.inputs.map(({ id }) => id);
      const opened = await openOne(parts, file, axes, signal);
      const before = this.store.get().images;
      const images = inputs.map((_, at) => (at === input ? opened : (before[at] ?? null)));
      this.set({ inputs, images, result: null });
      await this.runAll(runner, signal);
    });
  }

  /** An image out of the application's own folders. */
  async browse(input = 0): Promise<void> {
    const file = await this.services.browse?.().catch((error: unknown) => {
      this.set({ failure: failureOf(error) });
      return null;
    });
    if (file) {
      await this.take(file, input);
    }
  }

  setAxes(input: number, typed: string): void {
    const axes = [...this.store.get().axes];
    axes[input] = typed;
    this.set({ axes: Array.from(axes, one => one ?? '') });
  }

  setPlanes(planes: OwnImageState['planes']): void {
    this.set({ planes });
  }

  setChannels(channels: string): void {
    this.set({ channels });
  }

  /** Runs again with what was typed. */
  async run(): Promise<void> {
    await this.attempt('running', async signal => {
      const [parts, runner] = await Promise.all([this.services.load(), this.loaded(signal)]);
      const { images, axes } = this.store.get();
      // The files are opened anew: other axes are another way to read them.
      const opened = await Promise.all(
        images.map((one, at) => one && openOne(parts, one.file, axes[at] ?? '', signal))
      );
      this.set({ images: opened, result: null });
      await this.runAll(runner, signal);
    });
  }

  cancel(): void {
    this.work?.abort();
  }

  /** Saves one output as a TIFF. */
  async save(output: number): Promise<void> {
    const { result, images } = this.store.get();
    const one = result?.outputs[output];
    if (!result || !one) {
      return;
    }
    try {
      const { tiffOf } = await this.services.load();
      const name = `${result.image.replace(/\.[^.]*$/, '')}.${one.id}.tif`;
      const place = await this.keep(images[0]?.file)(
        name,
        new Blob([new Uint8Array(tiffOf(one))], { type: 'image/tiff' })
      );
      this.set({ notice: `Saved: ${place}` });
    } catch (error) {
      this.set({ notice: failureOf(error).sentence });
    }
  }

  dispose(): void {
    this.closed.abort();
    this.work?.abort();
    this.forget();
  }

  private keep(file: GivenFile | undefined): OwnImageServices['save'] {
    return file?.save?.bind(file) ?? this.services.save.bind(this.services);
  }

  private forget(): void {
    void this.runner?.then(
      runner => runner.dispose(),
      () => undefined
    );
    this.runner = null;
  }

  private async runAll(runner: Runner, signal: AbortSignal): Promise<void> {
    const chosen = this.store.get().images.flatMap(image => image ?? []);
    if (chosen.length < runner.description.inputs.length) {
      return;
    }
    this.set({ doing: 'running', progress: null });
    const sources = chosen.map(({ source }) => source);
    const result = await runner.run(sources, this.options(signal));
    const { axes } = sources[0].info;
    const input = { axes: axes.map(({ id }) => id), tensor: await sources[0].read() };
    this.set({ result: { ...result, views: viewsOf(result, input), image: chosen[0].file.name } });
  }

  private options(signal: AbortSignal): RunOptions {
    const { planes, channels } = this.store.get();
    const chosen = channelsOf(channels);
    return {
      planes,
      ...(chosen && { channels: chosen }),
      signal,
      onProgress: progress => {
        if (!signal.aborted) {
          this.set({ progress });
        }
      }
    };
  }

  /** The network, loaded once; a load that failed or was ended is tried again with the next image. */
  private loaded(signal: AbortSignal): Promise<Runner> {
    this.runner ??= this.load(signal);
    const { runner } = this;
    runner.catch(() => {
      if (this.runner === runner) {
        this.runner = null;
      }
    });
    return runner;
  }

  private async load(signal: AbortSignal): Promise<Runner> {
    const { services } = this;
    const [parts, engine, source] = await Promise.all([services.load(), services.engine(), services.open(signal)]);
    return parts.openRunner(source, { engine, reader: services.reader, signal });
  }

  /** One piece of work at a time: the one before is ended, and waited for, since both have the same network. */
  private async attempt(
    doing: NonNullable<OwnImageState['doing']>,
    work: (signal: AbortSignal) => Promise<void>
  ): Promise<void> {
    this.work?.abort();
    const own = new AbortController();
    this.work = own;
    const before = this.last;
    const now = before.then(() => (this.work === own ? this.carryOut(own, doing, work) : undefined));
    this.last = now;
    await now;
  }

  private async carryOut(
    own: AbortController,
    doing: NonNullable<OwnImageState['doing']>,
    work: (signal: AbortSignal) => Promise<void>
  ): Promise<void> {
    const { signal } = own;
    this.set({ doing, progress: null, failure: null, notice: null });
    try {
      signal.throwIfAborted();
      await work(signal);
    } catch (error) {
      if (signal.aborted) {
        // Ending a run ends the network's worker with it.
        this.forget();
      }
      if (this.work === own) {
        this.set({ failure: signal.aborted ? { sentence: 'You stopped the run.' } : failureOf(error) });
      }
    } finally {
      this.set({ doing: null, progress: null });
    }
  }

  private set(part: Partial<OwnImageState>): void {
    if (!this.closed.signal.aborted) {
      this.store.set({ ...this.store.get(), ...part });
    }
  }
}

/**
 * Reads an image, once: it is run and then looked at. Which one it was stands in the sentence where that fails.
 */
async function openOne(parts: RunParts, file: GivenFile, axes: string, signal: AbortSignal): Promise<ChosenImage> {
  const { bytes, name } = file;
  try {
    const opened = await parts.openImage(bytes, name, { ...(axes !== '' && { axes }), signal });
    try {
      return { file, source: memorySource(await opened.read(undefined, signal), opened.info) };
    } finally {
      await opened.close?.();
    }
  } catch (error) {
    throw error instanceof ImageError
      ? new ImageError(error.problem, `“${name}” was not run. ${error.message}`, { cause: error })
      : error;
  }
}
