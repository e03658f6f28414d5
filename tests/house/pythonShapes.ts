import { keysOf, oneOf, type Shape } from './shapes';

const SIMPLE: Readonly<Record<string, Shape>> = {
  str: 'text',
  int: 'number',
  float: 'number',
  bool: 'flag',
  None: 'null',
  object: 'anything'
};

interface Class {
  readonly base: string;
  readonly total: boolean;
  /** Types by key, as written. */
  readonly keys: ReadonlyMap<string, string>;
}

/** The shapes of the `TypedDict`s and aliases in a Python file, by name; it throws at anything else. */
export function pythonShapes(text: string): ReadonlyMap<string, Shape> {
  const { classes, aliases } = read(statements(text));
  const shapeOf = (name: string): Shape => {
    const alias = aliases.get(name);
    return SIMPLE[name] ?? (alias === undefined ? classShape(name) : parsed(alias, shapeOf));
  };
  const classShape = (name: string): Shape =>
    keysOf(entries(name, classes).map(([key, optional, type]) => [key, optional, parsed(type, shapeOf)] as const));
  return new Map([...classes.keys(), ...aliases.keys()].map(name => [name, shapeOf(name)] as const));
}

/** Lines of code, each with all of its brackets; without texts that only explain. */
function statements(text: string): readonly string[] {
  const code = text.replace(/"""[\s\S]*?"""/g, '').replace(/ *#.*$/gm, '');
  const open = { depth: 0 };
  const lines: string[] = [];
  for (const line of code.split('\n').filter(one => one.trim() !== '')) {
    const whole = open.depth > 0 ? `${lines.pop() ?? ''} ${line.trim()}` : line;
    lines.push(whole);
    open.depth += (line.match(/[[(]/g) ?? []).length - (line.match(/[\])]/g) ?? []).length;
  }
  return lines;
}

function read(lines: readonly string[]): {
  readonly classes: ReadonlyMap<string, Class>;
  readonly aliases: ReadonlyMap<string, string>;
} {
  const classes = new Map<string, Class & { readonly keys: Map<string, string> }>();
  const aliases = new Map<string, string>();
  let within = new Map<string, string>();
  for (const line of lines.filter(one => !one.startsWith('from '))) {
    const head = /^class (\w+)\((\w+)(, total=False)?\):$/.exec(line);
    const key = /^ {4}(\w+): (.+)$/.exec(line);
    const alias = /^(\w+) = (.+)$/.exec(line);
    if (head?.[1] !== undefined && head[2] !== undefined) {
      within = new Map();
      classes.set(head[1], { base: head[2], total: head[3] === undefined, keys: within });
    } else if (key?.[1] !== undefined && key[2] !== undefined) {
      within.set(key[1], key[2]);
    } else if (alias?.[1] !== undefined && alias[2] !== undefined) {
      aliases.set(alias[1], alias[2]);
    } else {
      throw new Error(`no class of keys and no alias: ${line}`);
    }
  }
  return { classes, aliases };
}

type Entry = readonly [key: string, optional: boolean, type: string];

function entries(name: string, classes: ReadonlyMap<string, Class>): readonly Entry[] {
  if (name === 'TypedDict') {
    return [];
  }
  const found = classes.get(name);
  if (found === undefined) {
    throw new Error(`no such type: ${name}`);
  }
  const own = [...found.keys].map(([key, type]): Entry => [key, !found.total, type]);
  return [...entries(found.base, classes), ...own];
}

function parsed(type: string, shapeOf: (name: string) => Shape): Shape {
  const [, head = type, inner] = /^(\w+)\[(.*?),?\s*\]$/.exec(type) ?? [];
  if (inner === undefined) {
    return shapeOf(head);
  }
  const parts = split(inner);
  const shapes = (): readonly Shape[] => parts.map(part => parsed(part, shapeOf));
  const last = parts.at(-1) ?? '';
  switch (head) {
    case 'Literal':
      return oneOf(parts.map(part => ({ literal: part.slice(1, -1) })));
    case 'Optional':
      return oneOf([...shapes(), 'null']);
    case 'Union':
      return oneOf(shapes());
    case 'List':
    case 'Sequence':
      return { list: parsed(last, shapeOf) };
    case 'Dict':
    case 'Mapping':
      return { record: parsed(last, shapeOf) };
    default:
      throw new Error(`no type of JSON: ${type}`);
  }
}

/** At the commas that stand in no brackets. */
function split(inner: string): readonly string[] {
  let depth = 0;
  let part = '';
  const parts: string[] = [];
  for (const letter of `${inner},`) {
    depth += letter === '[' ? 1 : letter === ']' ? -1 : 0;
    if (letter === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else {
      part += letter;
    }
  }
  return parts.filter(one => one !== '');
}
