import { inWords, isFields } from './cursor';
import type { Cursor } from './cursor';
import { readFile } from './files';
import type { FileRef, ModelDescription } from './model';
import { readTensors } from './tensors';
import { readTolerances } from './tolerances';
import type { FormatVersion } from './version';
import { readWeights } from './weights';

/** Top-level fields of a 0.5 model description; 0.5.14 is the newest read. */
const known = [
  'format_version', 'type', 'id', 'name', 'description', 'authors', 'maintainers', 'packaged_by', 'cite', 'license',
  'documentation', 'covers', 'id_emoji', 'icon', 'git_repo', 'links', 'tags', 'attachments', 'uploader', 'version',
  'version_comment', 'parent', 'run_mode', 'timestamp', 'training_data', 'config', 'inputs', 'outputs', 'weights'
]; // prettier-ignore

/** Since 0.5.11 documentation, covers and icon are file descriptions, no longer bare texts. */
const filesDescribedSince = 11;

/** Reads the fields of a 0.5 description; each one that cannot be trusted is left out and reported. */
export function readModel(root: Cursor, version: FormatVersion): ModelDescription {
  const plain = version.minor === '0.4' || version.patch < filesDescribedSince;
  root.knows(known);
  const id = root.at('id').asText();
  const documentation = readFile(root.at('documentation'), { plain });
  readIcon(root.at('icon'), plain);
  noteDatasetFiles(root.at('training_data'));
  if (isFields(root.at('license').value)) {
    readFile(root.at('license'));
  }
  readPeople(root.at('authors'));
  readPeople(root.at('maintainers'));
  root.at('cite').items().forEach(readCitation);
  root.at('description').asText();
  root.at('tags').texts();
  return {
    formatVersion: version.text,
    name: root.need('name').asText() ?? '',
    ...(id !== undefined && { id }),
    inputs: readTensors(root.need('inputs'), 'input'),
    outputs: readTensors(root.need('outputs'), 'output'),
    weights: readWeights(root.need('weights')),
    ...(documentation && { documentation }),
    covers: readList(root.at('covers'), plain),
    attachments: readList(root.at('attachments'), false),
    tolerances: readTolerances(root.at('config').at('bioimageio')),
    raw: root.asFields() ?? {}
  };
}

function readList(cursor: Cursor, plain: boolean): FileRef[] {
  return cursor.items().flatMap(item => readFile(item, { plain }) ?? []);
}

/** Training data described in place may name files of the bundle, too. */
function noteDatasetFiles(data: Cursor): void {
  const lists = ['covers', 'attachments'].map(field => data.at(field)).filter(({ value }) => Array.isArray(value));
  const files = [data.at('documentation'), ...lists.flatMap(list => list.items())];
  files.forEach(file => readFile(file, { plain: true }));
  if (isFields(data.at('license').value)) {
    readFile(data.at('license'));
  }
}

/** One or two characters stand for themselves; more name a file. */
function readIcon(cursor: Cursor, plain: boolean): void {
  if (typeof cursor.value !== 'string' || [...cursor.value].length > 2) {
    readFile(cursor, { plain });
  }
}

function readPeople(cursor: Cursor): void {
  for (const person of cursor.items()) {
    if (!person.asFields()) {
      continue;
    }
    if (person.path[0] === 'authors') {
      person.need('name');
    }
    const name = person.at('name').asText();
    if (name !== undefined && /[/\\]/.test(name)) {
      person.at('name').report('field-value', { found: inWords(name), expected: 'a name without slashes' });
    }
  }
}

/** A bare DOI, as the format wants it: without the address in front. */
const doiPattern = /^10\.[0-9]{4}.+$/;

function readCitation(cursor: Cursor): void {
  if (!cursor.asFields()) {
    return;
  }
  cursor.need('text').asText();
  const [doi, url] = [cursor.at('doi'), cursor.at('url')];
  if (!doi.present && !url.present) {
    cursor.report('cite-target');
  }
  const text = doi.asText();
  if (text !== undefined && !doiPattern.test(text)) {
    doi.report('field-value', { found: inWords(text), expected: 'a DOI without an address, such as 10.1234/5' });
  }
}
