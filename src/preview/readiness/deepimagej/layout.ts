import { isFields } from '../../../spec/cursor';
import type { Finding } from '../../../spec/finding';
import { isOld, rawAt, rawFields } from '../subject';
import type { Rule, Subject } from '../subject';
import { found } from './found';

/** Constants.java: no other name is looked for. */
export const fileName: Rule = ({ bundle: { description, folder } }) => {
  const file = description.slice(folder.length);
  return file === 'rdf.yaml' ? [] : [found('error', 'dij-file-name', [], { file })];
};

/** Install_From_URL_Or_Path.java of the plugin unzips as it is; a folder inside hides everything, silently. */
export const wrappingFolder: Rule = ({ bundle: { folder } }) =>
  folder === '' ? [] : [found('error', 'dij-folder', [], { folder: folder.slice(0, -1) })];

/** ModelDescriptorFactory.java: texts that begin with 0.4 or 0.5. */
export const version: Rule = ({ description: { formatVersion } }) =>
  /^0\.[45](\.|$)/.test(formatVersion)
    ? []
    : [found('error', 'dij-version', ['format_version'], { version: formatVersion })];

/** ModelDescriptorV05.java: without an id, a `config` without a nickname ends the reading. */
export const id: Rule = subject => {
  const written = rawAt(subject, 'id');
  if (isOld(subject) || (typeof written === 'string' && written !== '')) {
    return [];
  }
  const data = { id: idFrom(subject.description.name) };
  const config = rawAt(subject, 'config');
  const nameless = isFields(config) && rawFields(subject, 'config', 'bioimageio').nickname === undefined;
  return [nameless ? found('error', 'dij-id', ['id'], data) : found('info', 'dij-id-invented', ['id'], data)];
};

/** An id that the format takes, made of the name. */
function idFrom(name: string): string {
  const words = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9\s_-]/g, '')
    .trim();
  return words.replace(/[\s_]+/g, '-').slice(0, 60) || 'my-model';
}

/** ModelDescriptor.java casts these to text. Format 0.5.11 and later write them as `{source, sha256}`. */
export const plainTexts: Rule = subject =>
  ['documentation', 'license'].flatMap((field): Finding[] => {
    const value = rawAt(subject, field);
    const source = isFields(value) && typeof value.source === 'string' ? value.source : field;
    return isFields(value) ? [found('error', 'dij-plain-text', [field], { source, version: '0.5.10' })] : [];
  });

/** ModelDescriptor.java: a missing timestamp is fine, an empty one is not. */
export const timestamp: Rule = subject =>
  rawAt(subject, 'timestamp') === null ? [found('error', 'dij-timestamp', ['timestamp'])] : [];

/** ImageJ macros are listed in `config.deepimagej.prediction` and never run (deepimagej-plugin#53). */
export const macros: Rule = subject => {
  const files = (['preprocess', 'postprocess'] as const).flatMap(step => macrosOf(subject, step));
  return files.length === 0 ? [] : [found('warning', 'dij-macros', ['config', 'deepimagej', 'prediction'], { files })];
};

function macrosOf(subject: Subject, step: string): string[] {
  const steps = rawAt(subject, 'config', 'deepimagej', 'prediction', step);
  return (Array.isArray(steps) ? steps : [steps]).flatMap((entry: unknown) => {
    const kwargs = isFields(entry) ? entry.kwargs : undefined;
    return typeof kwargs === 'string' && kwargs.toLowerCase().endsWith('.ijm') ? [kwargs] : [];
  });
}
