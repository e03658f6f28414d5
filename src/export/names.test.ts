import { expect, it } from 'vitest';
import { applyMetadata } from './draft/metadata';
import { readNotebook } from './draft/notebook';
import { ExportError } from './errors';
import { draftOf } from './testing/prepared';

/** What every object of JavaScript inherits, so that a plain table seems to have it; and a name without end. */
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'x'.repeat(1e6)]; // prettier-ignore

function isSentence(text: string): void {
  expect(text).not.toMatch(/\[object|native code|Cannot read|is not a function|undefined/);
  expect(text.length).toBeLessThan(2000);
}

/** Metadata with the name as a key, and at each place where a text belongs. */
const metadata: readonly ((name: string) => string)[] = [
  name => `{"${name}": 1}`,
  name => `{"${name}": {"a": 1}}`,
  name => `{"name": "${name}/"}`,
  name => `{"license": "${name}"}`,
  name => `{"version": "${name}"}`,
  name => `{"tags": ["${name}"]}`,
  name => `{"authors": [{"name": "${name}", "orcid": "${name}"}]}`,
  name => `{"authors": [{"name": "a", "${name}": "b"}]}`,
  name => `{"authors": "${name}"}`,
  name => `{"cite": [{"text": "${name}", "doi": "${name}"}]}`,
  name => `{"cite": [{"${name}": "a"}]}`,
  name => `{"zooport": {"${name}": "a"}}`,
  name => `{"zooport": "${name}"}`
];

it.each(names.map(name => [name.slice(0, 20), name]))('%s is a name like others in a metadata file', (_, name) => {
  for (const write of metadata) {
    try {
      applyMetadata(draftOf(), JSON.parse(write(name)));
    } catch (error) {
      expect(error).toBeInstanceOf(ExportError);
      isSentence((error as ExportError).message);
    }
  }
});

it.each(names.map(name => [name.slice(0, 20), name]))('%s is a name like others in a notebook', (_, name) => {
  const source = [`${name} = 5 #@param`, `Network = "${name}"`, `Notebook_version = ["${name}"]`].join('\n');
  const facts = readNotebook({ cells: [{ cell_type: 'code', source }], [name]: {} });
  expect(Object.entries(facts.params)).toEqual([[name, 5]]);
  expect(facts).toMatchObject({ network: name, version: name });
  expect(readNotebook({ cells: [{ cell_type: name, [name]: source }] })).toEqual({ params: {} });
});
