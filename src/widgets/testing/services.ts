import type {
  Candidate,
  Detection,
  ImageChoice,
  KernelTransport,
  Method,
  Methods,
  Params,
  Result
} from '../../kernel/protocol';
import type { PanelServices } from '../services';

/** An application around the panel that a test scripts. Everything behind the services' border is the real thing. */
export interface Stage {
  readonly services: PanelServices;
  /** Names that are taken. */
  readonly files: Set<string>;
  /** What was asked of the Python half, in order. */
  readonly asked: { readonly method: Method; readonly params: Params<Method> }[];
}

/** What the Python half answers. A method that is not scripted rejects. */
export type Answers = {
  readonly [M in Method]?: (params: Methods[M]['params'], signal?: AbortSignal) => Promise<Methods[M]['result']>;
};

export function stage(answers: Answers, part: Partial<PanelServices> = {}): Stage {
  const files = new Set<string>();
  const asked: Stage['asked'][number][] = [];
  const kept = new Map<string | null, string>();
  const transport: KernelTransport = {
    request<M extends Method>(method: M, params: Params<M>, on?: { signal?: AbortSignal }): Promise<Result<M>> {
      asked.push({ method, params });
      const answer = answers[method];
      return answer ? answer(params, on?.signal) : Promise.reject(new Error(`${method} is not scripted`));
    },
    fetchFile: path => Promise.reject(new Error(`${path} is not scripted`))
  };
  const services: PanelServices = {
    transport: () => Promise.resolve(transport),
    notebook: () => Promise.resolve({ network: 'U-Net (2D)', params: {} }),
    notebookName: () => 'unet_2d.ipynb',
    engine: () => Promise.resolve({ name: 'none', load: never, dispose: () => Promise.resolve() }),
    convert: never,
    examine: never,
    examineOwn: never,
    save: (name, content, { replace }) => saveInto(files, name, content, replace),
    exists: name => Promise.resolve(files.has(name)),
    tryWriting: () => Promise.resolve(),
    open: never,
    chooseFolder: () => Promise.resolve(null),
    allowCode: () => Promise.resolve(false),
    chooseImage: () => Promise.resolve(null),
    download: () => Promise.resolve(),
    remembered: () => kept.get(services.notebookName()) ?? null,
    remember: text => {
      kept.set(services.notebookName(), text);
    },
    ...part
  };
  return { services, files, asked };
}

function never(): Promise<never> {
  return Promise.reject(new Error('This test did not expect to come here.'));
}

async function saveInto(
  files: Set<string>,
  name: string,
  content: ReadableStream<Uint8Array>,
  replace: boolean
): Promise<{ path: string; size: number }> {
  if (files.has(name) && !replace) {
    throw new Error(`${name} is taken`);
  }
  const { byteLength } = await new Response(content).arrayBuffer();
  files.add(name);
  return { path: name, size: byteLength };
}

/** Waits until the signal is aborted, as a long request does. */
export function untilAborted(signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    });
  });
}

export const image: ImageChoice = {
  path: '/data/test/held_out.tif',
  name: 'held_out.tif',
  folder: 'Source_QC_folder',
  heldOut: true,
  shape: [100, 200],
  dtype: 'uint16'
};

export const candidate: Candidate = {
  id: 'nuclei',
  network: { id: 'unet_2d', name: 'U-Net (2D)', why: 'The notebook says so.' },
  recognisedBy: 'notebook',
  alternatives: [],
  modelName: 'nuclei_unet',
  folder: '/data/models/nuclei_unet',
  takes: { axes: ['y', 'x'], channels: 1 },
  weights: [
    {
      id: 'best',
      label: 'weights_best.keras',
      path: '/data/models/nuclei_unet/weights_best.keras',
      variable: null,
      kind: 'best',
      modified: null,
      why: 'The notebook predicts with weights_best.'
    },
    {
      id: 'last',
      label: 'weights_last.keras',
      path: '/data/models/nuclei_unet/weights_last.keras',
      variable: null,
      kind: 'last',
      modified: null,
      why: 'The state after the last epoch.'
    }
  ],
  facts: { average_best_threshold: { value: 118, origin: 'disk', where: 'QC_metrics_nuclei_unet.csv' } },
  images: [image],
  notes: []
};

export function found(...candidates: readonly Candidate[]): Detection {
  return { candidates, versions: {}, cwd: '/data', looked: [] };
}

/** A grey PNG of one pixel. */
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

export const thumbnail: Result<'thumbnail'> = {
  png,
  shape: [100, 200],
  axes: ['y', 'x'],
  plane: null,
  suggested: { y: 10, x: 20, height: 64, width: 64 },
  grid: null
};
