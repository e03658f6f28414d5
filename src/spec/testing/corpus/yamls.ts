import type { Random } from '../../../tensor/testing/random';

type TextChange = (text: string, draw: Random) => string;

/** Any line below the first. */
function line(lines: readonly string[], draw: Random): number {
  return 1 + draw.below(Math.max(1, lines.length - 2));
}

function onLine(change: (line: string, draw: Random, lines: readonly string[]) => string | string[]): TextChange {
  return (text, draw) => {
    const lines = text.split('\n');
    const index = line(lines, draw);
    return lines.flatMap((old, place) => (place === index ? change(old, draw, lines) : old)).join('\n');
  };
}

/** Values as people write them, put behind a field's name. */
const scalars = [
  '1e-3', '1.e-3', '1E5', '.inf', '-.Inf', '.NaN', '1_000', '1__0', '_1', 'yes', 'No', 'on', 'TRUE', 'tRUE', '0o17', '0x_1f', '017', '08', '0b101', '1:30', '190:20:30', '2024-01-02', '2024-1-2',
  '2024-01-02 03:04:05', '2024-01-02T03:04:05.5Z', '2024-02-30', '~', 'null', 'Null', '', '"quoted"', "'it''s'", '"\\x41\\u00e9\\n"', '"\\q"', '"open', "'open", '|\n    block\n    text', '>\n    folded\n    text',
  '!!str 12', '!!int "12"', '!!int abc', '!!float 1', '!!bool yes', '!!null x', '!!python/object:os.system x', '!custom x', '!!timestamp 2024-01-02', '!!binary "aGk="', '!!omap [a: 1]', '&a text', '*absent', '@at', '`tick`', '%percent',
  'a: b', 'a #b', 'a#b', '#only', '- item', '[a, b', '{a: 1', '{a, b}', '[a, [b, [c]]]', '? a', '=', '<<', '-', '--- x', '12e03', '-2E+05', '+1', '+.5', '-0', '0.', '.', '...', '1,000', '12.50', '1e', 'e1', '0xZZ', '9007199254740993', '1e-400', '!!seq [1]', '!!map {a: 1}', '! 12', '"tab\there"', 'tab\there', 'non\u00a0breaking', '\u2028', '\u0007', '\ud83e\udd80', '[1, 2,]', '[,]', '{a: 1,}', "!<tag:yaml.org,2002:str> 5", '"a\n  b"', 'a\n  b', 'a\n  b: c'
]; // prettier-ignore

const scalar = onLine((old, draw) => {
  const key = /^(\s*(?:- )?[\w"]+:)/.exec(old)?.[1];
  return key === undefined ? old : `${key} ${draw.pick(scalars)}`;
});

const newKey = onLine((old, draw) => {
  const indent = /^\s*/.exec(old)?.[0] ?? '';
  const key = draw.pick(['? complex', '5', 'true', '~', '"a b"', '[a, b]', '{a: 1}', '1.5', '2024-01-02', 'config', "'q'", '!!str 5', '&k key', '<<', '? [1, 2]\n: x\n', 'a b', '-a', '- a']); // prettier-ignore
  return [old, `${indent}${key}: ${draw.pick(['1', 'x', '', '{}', '*a', '{a: 1}'])}`];
});

const wholes: readonly TextChange[] = [
  text => `\ufeff${text}`,
  text => `\ufeff\ufeff${text}`,
  text => text.replace(/\n/g, '\r\n'),
  text => text.replace(/\n/g, '\r'),
  text => `---\n${text}`,
  text => `%YAML 1.2\n---\n${text}`,
  text => `%YAML 1.1\n---\n${text}`,
  text => `%YAML 2.0\n---\n${text}`,
  text => `%TAG ! tag:example.org,2000:\n---\n${text}`,
  text => `${text}---\n`,
  text => `${text}---\na: 1\n`,
  text => `${text}...\n`,
  text => `${text}...\n# end\n`,
  text => `${text}...\na: 1\n`,
  text => `# comment\n\n${text}`,
  text => `${text}\t\n`,
  text => `${text}\u0000`,
  text => text.slice(0, Math.floor(text.length / 2)),
  text => text.replace(/ {2}/g, '\t'),
  text => text.trimEnd(),
  () => '',
  () => '# nothing\n',
  () => 'text\n',
  () => '[]\n',
  () => '- a\n- b\n',
  () => '42\n',
  () => '{}\n',
  () => '~\n',
  () => '\u0001\u0002binary\u0000',
  text => `${text}config: {deep: ${'['.repeat(40)}${']'.repeat(40)}}\n`,
  text => `${text}config:\n  a: &a {x: 1}\n  b: *a\n  c: [*a, *a]\n`,
  text => `${text}config:\n  a: &a {x: 1, y: 2}\n  b:\n    <<: *a\n    y: 3\n`,
  text => `${text}config:\n  a: &a {x: 1}\n  c: &c {z: 1}\n  b: {<<: [*a, *c], z: 2}\n`,
  text => `${text}config:\n  b: {<<: 5}\n`,
  text => `${text}config:\n  a: &a [1]\n  b: {<<: *a}\n`,
  text => `${text}config:\n  a: &a {x: 1}\n  b: {<<: *a, <<: *a}\n`,
  text => `${text}config: &c\n  self: *c\n`,
  text => `${text}config: &c [*c]\n`,
  text => `${text}config: {a: &x 1, b: &x 2, c: *x}\n`,
  text => `${text}config: {a: *later, b: &later 1}\n`,
  text => `${text}config:\n  date: 2024-01-02\n  time: 2024-01-02T03:04:05Z\n  set: !!set {a, b}\n`,
  text => `${text}config: {1: a, 2.5: b, true: c, null: d}\n`,
  text => `${text}config: {[1, 2]: a}\n`,
  text => `${text}config: {{a: 1}: b}\n`,
  text => `${text}config: {a: 1, a: 2}\n`,
  text => `${text}config: {1: a, 1: b}\n`,
  text => `${text}config: {1: a, '1': b}\n`,
  text => `${text}config: {a: .nan, b: .inf}\n`,
  text => `${text}config: {a: !!python/none x}\n`,
  text => `${text}config: {a: !mine {b: 1}}\n`,
  text => `${text}config: {a: !!omap [a: 1, b: 2], b: !!pairs [a: 1, a: 2]}\n`,
  text => `${text}? config\n: {a: 1}\n`,
  text => `${text}"config": 'a'\n`,
  text => `${text}5: a\n`,
  text => `${text}true: a\n`,
  text => `${text}~: a\n`,
  text => `${text}"": a\n`,
  text => `${text}<<: {config: {a: 1}}\n`,
  text => `${text}<<: {name: Merged name, config: {}}\n`,
  text => `${text}config:\n\ta: 1\n`,
  text => `${text}config:\n  a:\t1\n`,
  text => `${text}config:\n  a: |\n    text\n   less\n`,
  text => `${text}config:\n  a: |2-\n      text\n`,
  text => `${text}config:\n  a: 1\n b: 2\n`,
  text => `${text} config: 1\n`,
  text => text.replace(/\["?/, '[\n  '),
  text => text.replace(/: \[/, ':['),
  text => text.replace(/: /, ':'),
  text => text.replace(/, /g, ',')
];

const whole: TextChange = (text, draw) => draw.pick(wholes)(text, draw);

const small: readonly TextChange[] = [
  onLine(old => [old, old]),
  onLine(old => `\t${old}`),
  onLine(old => ` ${old}`),
  onLine(old => old.replace(/^ /, '')),
  onLine(old => old.replace(/^ {2}/, '')),
  onLine(old => [old, '']),
  onLine(old => `${old} # why`),
  onLine(old => `${old} #`),
  onLine(old => `${old}#why`),
  onLine(old => old.replace(': ', ':')),
  onLine(old => old.replace(': ', ' : ')),
  onLine(old => old.replace(': ', ':\t')),
  onLine(old => old.replace(': ', ': &a ')),
  onLine(old => old.replace(': ', ': !!str ')),
  onLine(old => old.replace(/"/g, "'")),
  onLine(old => old.replace('"', '')),
  onLine(old => old.replace(']', '')),
  onLine(old => old.replace('[', '')),
  onLine(old => old.replace('- ', '-')),
  onLine(old => old.replace(/\d+/, digits => `${digits}_0`)),
  onLine(old => old.replace(/\d+/, digits => `${digits}.0`)),
  onLine(old => old.replace(/\d+/, digits => `${digits}e0`)),
  onLine(old => old.replace(/\d+/, digits => `0${digits}`)),
  onLine(old => old.replace(/\d+/, digits => `'${digits}'`)),
  onLine(old => old.replace(/\d+/, digits => `+${digits}`)),
  onLine(() => []),
  onLine(() => '}'),
  onLine(old => old.toUpperCase())
];

const slight: TextChange = (text, draw) => draw.pick(small)(text, draw);

const changes: readonly (readonly [string, TextChange])[] = [
  ['scalar', scalar],
  ['scalar', scalar],
  ['key', newKey],
  ['whole', whole],
  ['whole', whole],
  ['slight', slight]
];

/** One change of the text, which the field's own values would not show. */
export function changeText(text: string, draw: Random): { readonly text: string; readonly group: string } {
  const [group, change] = draw.pick(changes);
  return { text: change(text, draw), group };
}
