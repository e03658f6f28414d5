import { Random } from '../../tensor/testing/random';

/** A description that was written to stop its reader: how it is called, and its text. */
interface Hostile {
  readonly name: string;
  readonly text: string;
}

type Write = (size: number, draw: Random) => string;

const head = 'type: model\nformat_version: 0.5.4\nname: hostile\n';
const word = (draw: Random) => `w${draw.below(1e9).toString(36)}`;
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');
/** As many again give `size`. */
const root = (size: number) => Math.ceil(Math.sqrt(size));
const axis = (index: number) => `  - {type: space, id: a${index}, size: 8}\n`;
const tensor = (index: number) =>
  `- id: t${index}\n  axes:\n  - {type: batch}\n  - {type: space, id: x, size: {tensor_id: t0, axis_id: y}}\n  test_tensor: {source: t${index}.npy}\n`;

/** One way to write each, grown with `size`: about as many entries, or a multiple of as many characters. */
const kinds: Readonly<Record<string, Write>> = {
  // Many entries
  tags: (size, draw) => `${head}tags:\n${many(size, () => `- ${word(draw)}\n`)}`,
  'tags in brackets': (size, draw) => `${head}tags: [${many(size, () => `${word(draw)}, `)}]\n`,
  fields: (size, draw) => `${head}${many(size, () => `${word(draw)}: 1\n`)}`,
  'fields in braces': (size, draw) => `${head}config: {${many(size, () => `${word(draw)}: 1, `)}}\n`,
  'numbers as fields': size => `${head}config:\n${many(size, index => `  ${index}: 1\n`)}`,
  'fields of lists': size => `${head}config:\n${many(size, index => `  [${index}]: 1\n`)}`,
  'one field again and again': size => `${head}${many(size, () => 'description: x\n')}`,
  'explicit fields': size => `${head}config:\n${many(size, index => `  ? k${index}\n  : 1\n`)}`,
  inputs: size => `${head}inputs:\n${many(size, tensor)}`,
  outputs: size => `${head}inputs:\n${tensor(0)}outputs:\n${many(size, tensor)}`,
  axes: size => `${head}inputs:\n- id: t\n  axes:\n${many(size, axis)}`,
  'axes without a type': size => `${head}inputs:\n- id: t\n  axes:\n${many(size, () => '  - {}\n')}`,
  authors: size => `${head}authors:\n${many(size, index => `- {name: a/${index}, orcid: 0000, email: x}\n`)}`,
  weights: size => `${head}weights:\n${many(size, index => `  w${index}: {source: a.onnx, parent: w${index + 1}}\n`)}`,
  steps: size => `${head}inputs:\n- id: t\n  axes: [{type: batch}]\n  preprocessing:\n${many(size, () => '  - {id: clip, kwargs: {axes: [q]}}\n')}`, // prettier-ignore
  tolerances: size => `${head}config: {bioimageio: {reproducibility_tolerance: [${many(size, index => `{output_ids: [o${index}]}, `)}]}}\n`, // prettier-ignore
  attachments: size => `${head}attachments:\n${many(size, index => `- {source: f${index}.txt, sha256: 0}\n`)}`,
  'empty groups': size => `${head}config: [${'{},'.repeat(size)}]\n`,
  'values of another kind': size => `${head}cite: [${'1,'.repeat(size)}]\n`,
  'old tensors': size => `type: model\nformat_version: 0.4.10\nname: hostile\ninputs:\n${many(size, index => `- {name: t${index}, axes: bcyx, shape: {reference_tensor: t1}}\n`)}`, // prettier-ignore

  'tensors of axes': size => `${head}inputs:\n${many(root(size), at => `- id: t${at}\n  axes:\n${many(root(size), axis)}`)}`, // prettier-ignore
  'axes that follow one another': size => `${head}inputs:\n${many(root(size), at => `- id: t${at}\n  axes:\n${many(root(size), index => `  - {type: space, id: a${index}, size: {tensor_id: t${at}, axis_id: a${index + 1}}}\n`)}`)}`, // prettier-ignore
  'axes of one name': size => `${head}inputs:\n- id: t\n  axes:\n${many(size, () => '  - {type: space, id: x, size: 8}\n')}`, // prettier-ignore
  'steps on axes': size => `${head}inputs:\n- id: t\n  axes: [${'{type: space, id: x, size: 1},'.repeat(root(size))}]\n  preprocessing:\n${many(root(size), () => `  - {id: clip, kwargs: {axes: [${'q,'.repeat(root(size))}]}}\n`)}`, // prettier-ignore
  'old channels': size => `type: model\nformat_version: 0.4.10\nname: hostile\ninputs:\n${many(size, at => `- {name: t${at}, axes: bcyx, shape: [1, 99999, 8, 8]}\n`)}`, // prettier-ignore
  'old references in a row': size => `type: model\nformat_version: 0.4.10\nname: hostile\ninputs: []\noutputs:\n${many(size, at => `- {name: t${at}, axes: bcyx, shape: {reference_tensor: t${at + 1}, scale: [1, 1, 1, 1], offset: [0, 0, 0, 0]}}\n`)}`, // prettier-ignore

  // Deep
  'deep brackets': size => `${head}config: ${'['.repeat(size)}${']'.repeat(size)}\n`,
  'deep brackets left open': size => `${head}config: ${'['.repeat(size)}\n`,
  'deep braces': size => `${head}config: ${'{a: '.repeat(size)}${'}'.repeat(size)}\n`,
  'deep brackets behind quoted ones': size => `${head}config: ${'["]", '.repeat(size)}1${']'.repeat(size)}\n`,
  'deep brackets behind commented ones': size => `${head}config:\n${'  [ # ]\n'.repeat(size)}`,
  'deep dashes': size => `${head}config:\n  ${'- '.repeat(size)}1\n`,
  'deep questions': size => `${head}config:\n  ${'? '.repeat(size)}1\n`,
  'deep dashes and questions': size => `${head}config:\n  ${'- ? '.repeat(size)}1\n`,
  'deep indents': size => `${head}${many(Math.min(size, 1400), index => `${' '.repeat(index)}a:\n`)}`,
  'closed too often': size => `${head}config: ${']'.repeat(size)}\n`,

  // Aliases and anchors
  'aliases of aliases': size => `${head}${many(Math.min(size, 60), index => `a${index}: &a${index} [${`*a${index - 1},`.repeat(index > 0 ? 9 : 0)}]\n`)}`, // prettier-ignore
  aliases: size => `${head}config: [&a x, ${'*a,'.repeat(size)}]\n`,
  anchors: size => `${head}config: [${many(size, index => `&a${index} x,`)}]\n`,
  'anchors and aliases': size => `${head}config: [${many(size, index => `&a${index} x, *a${index},`)}]\n`,
  'unknown aliases': size => `${head}config: [${many(size, index => `*a${index},`)}]\n`,
  'an alias of itself': size => `${head}config: &a [${'*a,'.repeat(size)}]\n`,
  'merge keys': size => `${head}base: &b {${many(Math.min(size, 1500), index => `k${index}: 1,`)}}\nconfig: [${'{<<: *b},'.repeat(Math.min(size, 1500))}]\n`, // prettier-ignore
  'merge keys in one group': size => `${head}base: &b {a: 1}\nconfig:\n${'  <<: *b\n'.repeat(size)}`,

  // Long texts and blanks
  blanks: size => `${head}${' '.repeat(size * 20)}x`,
  'blanks behind a text': size => `${head}description: a${' '.repeat(size * 20)}b\n`,
  'blank lines': size => `${head}${'\n'.repeat(size * 20)}`,
  'lines of blanks': size => `${head}${'   \n'.repeat(size * 5)}x: 1\n`,
  tabs: size => `${head}description: "a${'\t'.repeat(size * 20)}b"\n`,
  'tabs alone': size => `${head}description: a${'\t'.repeat(size * 20)}b\n`,
  'other ends of lines': size => `${head}description: a${'\u2028\x85'.repeat(size * 10)}b\n`,
  returns: size => `${head}${'\r'.repeat(size * 20)}x`,
  'a long text': size => `${head}description: ${'x'.repeat(size * 20)}\n`,
  'a long quoted text': size => `${head}description: "${'\\n'.repeat(size * 10)}"\n`,
  'a long text of many lines': size => `${head}description:\n${'  word\n'.repeat(size * 3)}`,
  'a long block': size => `${head}description: |\n${'  word\n'.repeat(size * 3)}`,
  'a long folded block': size => `${head}description: >\n${'  word\n\n'.repeat(size * 3)}`,
  'an open quote': size => `${head}description: "${'x '.repeat(size * 10)}\n`,
  'an open quote with many brackets': size => `${head}description: '${'["{ '.repeat(size * 5)}\n`,
  'a long name of a field': size => `${head}${'k'.repeat(size * 20)}: 1\n`,
  'a long name in brackets': size => `${head}${'['.repeat(100)}${'a '.repeat(size * 10)}\n`,
  'a long whole number': size => `${head}timestamp: ${'9'.repeat(size * 20)}\n`,
  'a long number': size => `${head}timestamp: ${'1_'.repeat(size * 10)}.\n`,
  'a long date': size => `${head}timestamp: 2024-01-01${' '.repeat(size * 20)}x\n`,
  'a long version': size => `type: model\nformat_version: 0.5.${'1'.repeat(size * 20)}\n`,
  'long fields': size => `${head}${['id', 'license', 'version', 'icon', 'git_repo', 'documentation'].map(field => `${field}: "${'a.'.repeat(size)} "\n`).join('')}`, // prettier-ignore
  'long people': size => `${head}authors: [{name: "${'/'.repeat(size)}", email: "${'a.'.repeat(size)}@${'b-'.repeat(size)}", orcid: "${'0-'.repeat(size)}"}]\ncite: [{text: x, doi: "10.${'1/'.repeat(size)}", url: "http://${'a.'.repeat(size)}"}]\n`, // prettier-ignore
  'long unit': size => `${head}inputs: [{id: x, axes: [{type: space, id: y, size: 1, unit: "${'m·'.repeat(size)}!"}], data: {type: float32, unit: "${'m'.repeat(size)}"}}]\n`, // prettier-ignore
  'long Keras version': size => `${head}weights: {keras_v3: {source: a.keras, keras_version: "3${'.0'.repeat(size)}!", backend: [tensorflow, "${'1.'.repeat(size)}x"]}}\n`, // prettier-ignore

  // Comments, documents, marks
  comments: size => `${head}${'# comment\n'.repeat(size * 2)}`,
  'a long comment': size => `${head}#${' x'.repeat(size * 10)}\n`,
  'comments in brackets': size => `${head}config: [\n${'  # x\n'.repeat(size * 2)}]\n`,
  hashes: size => `${head}config: [${'a#'.repeat(size * 10)}\n`,
  documents: size => `${head}${'---\na: 1\n'.repeat(size)}`,
  'ends of documents': size => `${head}${'...\n'.repeat(size)}`,
  directives: size => `${'%TAG ! tag:x,2000:\n'.repeat(size)}---\n${head}`,
  versions: size => `${'%YAML 1.2\n'.repeat(size)}---\n${head}`,
  'tags of types': size => `${head}config: [${many(size, index => `!t${index} x,`)}]\n`,
  'a long tag of a type': size => `${head}config: !<${'x'.repeat(size * 10)}> 1\n`,
  sets: size => `${head}config: !!set {${many(size, index => `k${index},`)}}\n`,
  'ordered groups': size => `${head}config: !!omap [${many(size, index => `k${index}: 1,`)}]\n`,
  bytes: size => `${head}config: !!binary ${'AAAA'.repeat(size * 5)}\n`,
  colons: size => `${head}config: ${':'.repeat(size * 10)}\n`,
  commas: size => `${head}config: [${','.repeat(size * 10)}]\n`,
  'dashes in a row': size => `${head}config:\n${'-\n'.repeat(size)}`,
  'errors in brackets': size => `${head}config: [${'} '.repeat(size)}]\n`,
  'wrong lines': size => `${head}${'wrong\n'.repeat(size)}`,
  'unfit escapes': size => `${head}description: "${'\\q'.repeat(size)}"\n`,
  'control characters': size => `${head}${'a\x01'.repeat(size)}\n`
};

/** Each kind of hostile description, about as long as `size` entries; the same for the same seed. */
export function hostileDescriptions(size: number, seed: number): Hostile[] {
  const draw = new Random(seed);
  return Object.entries(kinds).map(([name, write]) => ({ name, text: write(size, draw) }));
}

/** Pieces that mean something to a reader of YAML. */
const pieces =
  `[ ] { } - ? : a " ' \\ \\q # % @ \` & * ! | > , . e _ 1 ~ << <<: "x" [] {} --- ... &a *a !t !!str a: é 😀 \u2028 \x85`.split(
    ' '
  );
const between = ['', ' ', '\n', '\n  ', '\t', '\r'];
const leads = ['', 'config: ', 'config: [', 'config: {', 'config: "', "config: '", 'config: |\n  ', 'config:\n  '];

/** So many texts of `length` characters in which one to four drawn pieces stand again and again. */
export function repeatedPieces(count: number, length: number, seed: number): Hostile[] {
  const draw = new Random(seed);
  return Array.from({ length: count }, () => {
    const lead = draw.pick(leads);
    const piece = Array.from({ length: 1 + draw.below(4) }, () => draw.pick(pieces) + draw.pick(between)).join('');
    return { name: JSON.stringify([lead, piece]), text: head + lead + piece.repeat(length / piece.length) };
  });
}
