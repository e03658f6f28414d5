import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const views = readdirSync(join(root, 'style')).filter(name => name.endsWith('.css') && name !== 'colours.css');
const files = [...views.map(name => join('style', name)), 'src/web/widget/cell.css'];
const list = readFileSync(join(root, 'style', 'colours.css'), 'utf8');

it.each(files)('%s takes the colours of the theme from the one list', file => {
  const text = readFileSync(join(root, file), 'utf8');
  expect(text.match(/--jp-[\w-]*(?:color\d?|background)\b/g)).toBeNull();
  const used = new Set(text.match(/--zooport-[\w-]+/g));
  expect([...used].filter(name => !list.includes(`${name}:`))).toEqual([]);
});

it('every colour of the list is used', () => {
  const texts = [list, ...files.map(file => readFileSync(join(root, file), 'utf8'))].join('\n');
  const names = [...list.matchAll(/(--zooport-[\w-]+):/g)].map(([, name]) => name);
  expect(names.filter(name => !texts.includes(`var(${name})`))).toEqual([]);
});
