import type { Progress } from '../../kernel/protocol';
import { reportJson, type ReportJson } from '../../preview/report/json';
import type { Reader } from '../../bundle/reading/reader';
import type { Report } from '../../preview/report/report';
import { pythonRunner } from '../../preview/weights/python';
import { type FileSource, SourceError } from '../../bundle/source';
import { type Failure, failureOf } from '../../widgets/common/failure';
import { Store } from '../../widgets/common/store';
import { inEnglish } from '../../widgets/common/translate';
import { type Frameworks, ReportController } from '../../widgets/report/controller';
import type { RunParts } from '../../widgets/ownImage/services';
import { headline } from '../../widgets/report/verdict';
import { OwnImageController } from '../../widgets/ownImage/controller';
import { givenImage, openBundle, type Opening, type OwnFile } from './bundle';
import { type KernelDocument, readDocument } from './document';
import { CellEngine } from './engine';
import type { Kernel } from './kernel';
import type { Made } from './making/entry';
import { type Writer, loadWriter, startMaking } from './making/start';
import { cellReader } from './reader';
import { fetchRunParts } from './running/load';
import { download } from '../../widgets/common/download';
import { stillPicture } from './snapshot';
import { widgetTransport } from './transport';

export interface CellState {
  /** The kernel lets one wait. */
  readonly slow: boolean;
  /** Why this page runs no networks; null where it does, or was not asked yet. */
  readonly blocked: string | null;
  /** The check by the command line, where the kernel runs it. */
  readonly elsewhere: 'no' | 'running' | KernelDocument | Failure;
  /** How far the making of the bundle is, where this page makes it. */
  readonly making: Progress | null;
  /** What this page has made. */
  readonly made: Made | null;
}

/** One report in a cell: the check in the page, else in the kernel, and what the kernel is told of it. */
export class CellController {
  readonly store = new Store<CellState>({
    slow: false,
    blocked: null,
    elsewhere: 'no',
    making: null,
    made: null
  });
  readonly report: ReportController;
  /** The network on the researcher's own images: those given with the call, and those dropped here. */
  readonly own: OwnImageController;
  private readonly closed = new AbortController();
  private readonly engine: CellEngine;
  private readonly reader: Reader;
  private told: Report | null = null;
  private images: readonly OwnFile[] = [];
  private opened: Opening | null = null;
  private readonly forget: readonly (() => void)[];
  private loaded: Writer | null = null;
  private running: Promise<RunParts> | null = null;
  private taken = false;

  /** `onToken` is told the name by which the page finds what a saved notebook keeps of this report. */
  constructor(
    private readonly kernel: Kernel,
    onToken: (token: string) => void
  ) {
    const engine = new CellEngine(kernel, blocked => this.set({ blocked }));
    this.engine = engine;
    this.reader = cellReader(kernel);
    this.report = new ReportController({
      open: async signal => {
        const opened = await openBundle(kernel, signal);
        onToken(opened.token);
        this.images = 'source' in opened ? opened.images : [];
        this.opened = 'source' in opened ? opened : null;
        return 'source' in opened ? opened.source : this.make(opened.order, signal);
      },
      engine: () => Promise.resolve(engine),
      reader: this.reader,
      frameworks: this.frameworks(),
      writeFix: async (text, fix) => (await this.writer(this.closed.signal)).applyFixToText(text, fix),
      // Beside the bundle, under a name that is free: what the researcher has stays as it is.
      save: async (mended, signal) => (await this.writer(signal)).saveMended(kernel, mended, signal)
    });
    this.own = new OwnImageController({
      open: async signal => {
        const opened = await openBundle(kernel, signal);
        if ('source' in opened) {
          return opened.source;
        }
        throw new SourceError('not-found', 'The bundle is not there yet. Run the cell again.');
      },
      engine: () => Promise.resolve(engine),
      reader: this.reader,
      load: () => (this.running ??= fetchRunParts(kernel, this.closed.signal)),
      save: download
    });
    this.forget = [kernel.onSlow(slow => this.set({ slow })), this.report.store.subscribe(() => void this.tell())];
  }

  async check(): Promise<void> {
    this.set({ blocked: null, elsewhere: 'no' });
    await this.report.check();
    await this.takeImages();
  }

  /** Fetched with the first mend or the first writing, and kept. */
  private async writer(signal: AbortSignal): Promise<Writer> {
    this.loaded ??= await loadWriter(this.kernel, signal);
    return this.loaded;
  }

  /** The network on the images that were given with the call, once. */
  private async takeImages(): Promise<void> {
    if (this.taken || this.closed.signal.aborted) {
      return;
    }
    this.taken = this.images.length > 0;
    for (const [index, image] of this.images.entries()) {
      // A batch is one image after the other, as an axis is that nobody knows.
      const axes = (image.axes ?? '').replaceAll('b', 'q');
      await this.own.take(givenImage(this.kernel, image, index), index, axes);
    }
  }

  /** The same check by the command line beside the kernel. Never rejects: what goes wrong stands in the state. */
  async checkElsewhere(): Promise<void> {
    this.set({ elsewhere: 'running' });
    try {
      const { message } = await this.kernel.ask({ ask: 'check' }, this.closed.signal);
      this.set({ elsewhere: readDocument(message.document) });
    } catch (error) {
      this.set({ elsewhere: failureOf(error) });
    }
  }

  /** Makes the bundle in this page, and opens it where the kernel has written it. */
  private async make(order: unknown, signal: AbortSignal): Promise<FileSource> {
    try {
      const progress = (making: Progress): void => this.set({ making });
      this.set({ made: await startMaking(order, { kernel: this.kernel, engine: this.engine, progress, signal }) });
    } finally {
      // Nothing was checked yet, so there is nothing that the command line could check instead.
      this.set({ making: null, blocked: null });
    }
    const opened = await openBundle(this.kernel, signal);
    if ('source' in opened) {
      return opened.source;
    }
    throw new SourceError('not-found', 'The bundle was made, but the kernel has not written it. Run the cell again.');
  }

  /** The kernel of this very cell; it goes on with other cells meanwhile. */
  private frameworks(): Frameworks {
    const transport = widgetTransport(this.kernel);
    return {
      kernel: () => `this notebook’s kernel (${this.opened?.python ?? 'Python'})`,
      runner: allowCode =>
        pythonRunner(() => Promise.resolve(transport), { allowCode: allowCode || this.opened?.allowCode === true })
    };
  }

  dispose(): void {
    this.closed.abort();
    this.report.dispose();
    this.own.dispose();
    this.forget.forEach(forget => {
      forget();
    });
  }

  /** The kernel keeps the verdict on the bundle as it lies there, not on what was mended in the page. */
  private async tell(): Promise<void> {
    const { report, mends, running } = this.report.store.get();
    if (!report || running || mends.length > 0 || report === this.told) {
      return;
    }
    this.told = report;
    const document: ReportJson = reportJson(report);
    const picture = await stillPicture(report);
    if (!this.closed.signal.aborted) {
      const sentence = headline(report, inEnglish).text;
      this.kernel.tell({ ask: 'result', document, sentence }, picture ? [picture] : []);
    }
  }

  private set(part: Partial<CellState>): void {
    this.store.set({ ...this.store.get(), ...part });
  }
}
