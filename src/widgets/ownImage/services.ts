import type { RangeReader } from '../../tensor/ranges';
import type { FileSource } from '../../bundle/source';
import type { ImageSource } from '../../image/source';
import type { RunOutput, Runner } from '../../run/model';
import type { InferenceEngine } from '../../runtime/engine';
import type { Reader } from '../../bundle/reading/reader';

/** An image that the researcher chose, not opened yet. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: RangeReader;
  /** Puts a result beside the image, where that can be written to, and says where. */
  save?(name: string, file: Blob): Promise<string>;
}

/** What trying one's own image needs of the page around it. */
export interface OwnImageServices {
  /** The bundle, opened anew. */
  open(signal: AbortSignal): Promise<FileSource>;
  engine(): Promise<InferenceEngine>;
  /** Reads the bundle's texts outside the page's own thread. */
  readonly reader: Reader;
  /** The parts that are large and that only this needs. */
  load(): Promise<RunParts>;
  /** An image out of the application's own folders; null where the user cancels. Absent where it has none. */
  browse?(): Promise<GivenFile | null>;
  /** Puts a result where the user finds it and says where, for images that have no place of their own. */
  save(name: string, file: Blob): Promise<string>;
}

export interface RunParts {
  openRunner(
    source: FileSource,
    options: { readonly engine: InferenceEngine; readonly reader: Reader; readonly signal?: AbortSignal }
  ): Promise<Runner>;
  openImage(
    bytes: RangeReader,
    name: string,
    options?: { readonly axes?: string; readonly signal?: AbortSignal }
  ): Promise<ImageSource>;
  /** A TIFF that Fiji opens as a hyperstack. */
  tiffOf(output: RunOutput): Uint8Array;
}
