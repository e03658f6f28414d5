import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** The house's sources, tests counted. */
const sources = join(import.meta.dirname, '..', '..', 'src');

/** What each file of src/ imports from src/: values and types, `import()` and `import('…')` of a type. Paths from src/. */
export function importGraph(): Map<string, readonly string[]> {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(name => /\.tsx?$/.test(name));
  const known = new Set(files);
  return new Map(
    files.map(file => {
      const text = readFileSync(join(sources, file), 'utf8');
      const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
      return [file, [...new Set(names.flatMap(name => fileOf(file, name, known) ?? []))]] as const;
    })
  );
}

function fileOf(from: string, name: string, known: ReadonlySet<string>): string | undefined {
  if (!name.startsWith('.')) {
    return undefined;
  }
  const path = relative(sources, join(sources, dirname(from), name));
  return [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].find(candidate => known.has(candidate));
}

/** Groups of files that can all be reached from one another (Tarjan's strongly connected components), each sorted. */
export function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  function visit(file: string): void {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) {
        visit(next);
        lower(file, lowest.get(next));
      } else if (stack.includes(next)) {
        lower(file, order.get(next));
      }
    }
    if (lowest.get(file) === order.get(file)) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1 || graph.get(file)?.includes(file)) {
        circles.push(circle.sort());
      }
    }
  }
  function lower(file: string, to = Infinity): void {
    lowest.set(file, Math.min(lowest.get(file) ?? Infinity, to));
  }
  [...graph.keys()].filter(file => !order.has(file)).forEach(file => !order.has(file) && visit(file));
  return circles;
}
