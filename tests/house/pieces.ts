import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A piece of code of docs/contributing.md: a new file, or lines that are added to one. */
interface Piece {
  readonly path: string;
  readonly added: boolean;
  readonly lines: readonly string[];
}

/** What the page shows, in its order; pieces begin with the name of their file. */
export function piecesOf(page: string): Piece[] {
  return [...page.matchAll(/^( *)```(?:ts|python|diff)\n(.*?)^\1```$/gms)].map(([, indent, text]) => {
    const lines = text.split('\n').map(line => line.slice(indent.length));
    const [, mark, path] = /^(\/\/|#|---) (\S+)$/.exec(lines[0]) ?? [];
    if (!path) {
      throw new Error(`A piece of docs/contributing.md begins with "${lines[0]}", not with the name of its file.`);
    }
    return { path, added: mark === '---', lines: lines.slice(1, -1) };
  });
}

/** Writes the new file, or adds the lines behind those that the page shows before them, below `root`. */
export async function apply({ path, added, lines }: Piece, root: string): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, added ? withLines(await readFile(file, 'utf8'), lines, path) : `${lines.join('\n')}\n`);
}

function withLines(text: string, shown: readonly string[], path: string): string {
  const lines = text.split('\n');
  let at = 0;
  for (const line of shown) {
    if (line.startsWith('+')) {
      lines.splice(at, 0, line.slice(1));
      at += 1;
      continue;
    }
    const found = lines.indexOf(line.slice(1), at);
    if (found < 0) {
      throw new Error(`docs/contributing.md shows a line of ${path} that is not there: "${line.slice(1)}".`);
    }
    at = found + 1;
  }
  return lines.join('\n');
}
