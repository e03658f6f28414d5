import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf, literal } from './bootstrap';
import { gatherSources, SOURCE_FILES } from './sources';

const FOLDER = join(__dirname, '../../zooport/kernel');

function pythonFiles(): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map(name => name.replaceAll('\\', '/'))
    .filter(name => name.endsWith('.py'))
    .sort();
}

describe('the list of Python files', () => {
  it('is the folder zooport/kernel, no file more or less', () => {
    expect([...SOURCE_FILES].sort()).toEqual(pythonFiles());
  });

  it('is read with the way that the caller has', async () => {
    const sources = await gatherSources(name => readFileSync(join(FOLDER, name), 'utf8'));
    expect(sources['transport/stdio.py']).toContain('def serve');
  });

  it('gets another digest when one letter changes', async () => {
    const sources = await gatherSources(name => readFileSync(join(FOLDER, name), 'utf8'));
    expect(digestOf(sources)).toMatch(/^[0-9a-f]{16}$/);
    expect(digestOf({ ...sources, 'images/png.py': `${sources['images/png.py']} ` })).not.toBe(digestOf(sources));
  });
});

describe('texts in Python code', () => {
  it('are ASCII, whatever they hold', () => {
    expect(literal('Zellkörper "µ" \\ \n 🔬')).toMatch(/^[\x20-\x7e]+$/);
  });
});
