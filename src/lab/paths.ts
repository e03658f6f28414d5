/**
 * Where a file of the server lies for a kernel, which runs on the server's machine. The one place that joins the two:
 * the server speaks of files below its root and without a slash at the start, a kernel knows whole paths only.
 */
export interface ServerPlaces {
  /** The server's root as its page says it: absolute, below `~`, or empty where the server does not tell (Notebook 7). */
  readonly root: string;
  /** The folder of the notebook below that root, where there is one: a kernel starts in it. */
  readonly notebook: string | null;
}

/**
 * A file or folder below the server's root as a kernel finds it: absolute or below `~` where the root is known, else
 * relative to the notebook's folder. Null where neither is known: then the path would lead anywhere.
 */
export function kernelPath(serverPath: string, { root, notebook }: ServerPlaces): string | null {
  const below = partsOf(serverPath);
  if (root !== '') {
    return joined(root, below);
  }
  return notebook === null ? null : relative(partsOf(notebook), below);
}

/** The notebook's folder for the kernel; null where only the kernel itself can tell. */
export function notebookFolder({ root, notebook }: ServerPlaces): string | null {
  return notebook === null || root === '' ? null : kernelPath(notebook, { root, notebook });
}

function partsOf(path: string): string[] {
  return path.split('/').filter(part => part !== '' && part !== '.');
}

/** The slash at the start of a root belongs to it (`/`, `/data`, `//server/share`), and so does that of `C:/`. */
function joined(root: string, below: readonly string[]): string {
  const forward = /^[A-Za-z]:[\\/]|^\\\\/.test(root) ? root.replaceAll('\\', '/') : root;
  const start = forward.replace(/\/+$/, '');
  const whole = start === '' || /^[A-Za-z]:$/.test(start) ? `${start}/` : start;
  if (below.length === 0) {
    return whole;
  }
  return whole.endsWith('/') ? whole + below.join('/') : `${whole}/${below.join('/')}`;
}

function relative(from: readonly string[], to: readonly string[]): string {
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) {
    common++;
  }
  const path = [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
  return path === '' ? '.' : path;
}

/** Whether a file's name is one of those that images have which a network runs on. */
export function mayBeImage(name: string): boolean {
  return /\.(tiff?|btf|tf8|lsm|png|jpe?g|npy)$/i.test(name);
}
