/** How a command speaks: results on standard output, everything else on standard error. */
export interface Terminal {
  out(text: string): void;
  /** A message for the user; ends the line. */
  say(text: string): void;
  /** A message that the next one replaces, where a person looks on; nothing where nobody does. */
  status?(text: string): void;
  /** Aborted by Ctrl-C or when the process is told to end. */
  readonly signal: AbortSignal;
}

/** What every command takes. */
export interface CommonArguments {
  readonly json: boolean;
  /** Seconds until a network (check), or the whole command, is ended. Default: ten minutes. */
  readonly timeout?: number;
}

export interface CheckArguments extends CommonArguments {
  readonly paths: readonly string[];
  readonly formatOnly: boolean;
  /** The Python whose frameworks run the weights that onnxruntime cannot; without it they are "not run". */
  readonly python?: string;
  /** Code of the bundle may run there. */
  readonly allowCode?: boolean;
  /** Processes side by side; each checks one bundle at a time. Default: all bundles one after the other in this one. */
  readonly jobs?: number;
  readonly threads?: number;
}

export interface ConvertArguments extends CommonArguments {
  readonly model: string;
  readonly output: string;
}

export interface ExportArguments extends CommonArguments {
  /** What training left behind, or the file of a network of one's own. */
  readonly folder: string;
  /** The image for the test, as the notebook's prediction cell would read it. */
  readonly input: string;
  /** Those of a network's other inputs. */
  readonly furtherInputs?: readonly string[];
  /** Of a network of one's own: a letter for each axis of each image. */
  readonly axes?: readonly string[];
  readonly output: string;
  /** The notebook's own `Network` string. */
  readonly network?: string;
  /** A YAML file with the description's own keys. */
  readonly metadata?: string;
  readonly python: string;
  /** Code that the network's file holds may run. */
  readonly allowCode?: boolean;
}

export interface RunArguments extends CommonArguments {
  readonly bundle: string;
  /** Files and folders; of a network of several inputs, one after the other for each run. */
  readonly images: readonly string[];
  readonly output: string;
  /** Letters of the axes of all images, or one entry for each of the network's inputs. */
  readonly axes?: readonly string[];
  readonly tile?: number;
  readonly threads?: number;
  readonly planes?: 'each' | 'projection';
  readonly channels?: readonly (number | string)[];
  readonly format: 'tif' | 'npy';
  /** Also what an earlier run has done. */
  readonly again: boolean;
  /** Not for people: only say what is to be done (`zooport.run` shares it out). */
  readonly plan: boolean;
  /** Not for people: the name of the image in its results, as the plan gave it. */
  readonly as?: string;
}

/** What an export is about, as far as it is known: stands in the JSON whether it succeeds or not. */
export interface ExportFacts {
  /** The notebook's own `Network` string, or the class of a network of one's own. */
  network: string | null;
  /** Null for a network of one's own. Recipe with its parameters and where each came from, as in `config.zooport.recipe`. */
  recipe: unknown;
  /** All networks that the files fit, where they fit several. */
  alternatives: readonly { readonly id: string; readonly name: string; readonly why: string }[];
}

export type Call =
  | { readonly command: 'help'; readonly topic?: string }
  | { readonly command: 'version' }
  | { readonly command: 'check'; readonly arguments: CheckArguments }
  | { readonly command: 'export'; readonly arguments: ExportArguments }
  | { readonly command: 'parent' }
  | { readonly command: 'run'; readonly arguments: RunArguments }
  | { readonly command: 'convert'; readonly arguments: ConvertArguments };
