import type { Method, Params } from './protocol';
import { INSTALLER, PACKAGE, type Sources } from './sources';

/**
 * A name for the content, so that a kernel that holds an older version gets the new one. Not for security: two rounds of
 * FNV-1a, since `crypto.subtle` is missing on pages served over plain http.
 */
export function digestOf(sources: Sources): string {
  const text = Object.entries(sources)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, source]) => `${name}\0${source}`)
    .join('\0');
  return [0x811c9dc5, 0x01000193].map(seed => fnv(text, seed)).join('');
}

function fnv(text: string, seed: number): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** A Python literal of a text. JSON's escapes are Python's too; ASCII alone, whatever encoding stands in between. */
export function literal(text: string): string {
  return ascii(JSON.stringify(text));
}

function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * A Python expression that installs the package in a kernel and gives its digest. It binds no name in the namespace
 * in which it is evaluated.
 */
export function installExpression(sources: Sources): string {
  const files = `__import__("json").loads(${literal(JSON.stringify(sources))})`;
  return (
    `(lambda scope, files: (exec(compile(files["${INSTALLER}"], "<zooport/kernel/${INSTALLER}>", "exec"), scope), ` +
    `scope["install"]("${PACKAGE}", files, "${digestOf(sources)}"))[1])({"__name__": "${PACKAGE}_install"}, ${files})`
  );
}

/**
 * A Python expression whose value is the reply's display object, or None where the package (of this content) is not
 * installed yet: a kernel forgets it when it restarts.
 */
export function callExpression<M extends Method>(digest: string, method: M, params: Params<M>): string {
  return (
    `(lambda package: __import__("importlib").import_module("${PACKAGE}.transport.jupyter")` +
    `.answer(${literal(method)}, ${literal(JSON.stringify(params))}) ` +
    `if getattr(package, "DIGEST", None) == ${literal(digest)} else None)` +
    `(__import__("sys").modules.get("${PACKAGE}"))`
  );
}

/**
 * Arguments for a Python that speaks JSON lines; the first line it is sent is `stdioFirstLine`. The empty place on its path
 * is the folder that it is called in: a bundle lying there must not stand in for a module of Python's.
 */
export const STDIO_ARGUMENTS: readonly string[] = [
  '-u',
  '-c',
  'import sys; sys.path[:] = [place for place in sys.path if place]; ' +
    'import json; exec(json.loads(sys.stdin.readline()), {"__name__": "_zooport_start"})'
];

/** The first line for such a process, with its line end: installs the package and starts answering. */
export function stdioFirstLine(sources: Sources): string {
  const code = `${installExpression(sources)}\nfrom ${PACKAGE}.transport import stdio\nstdio.serve()\n`;
  return `${ascii(JSON.stringify(code))}\n`;
}
