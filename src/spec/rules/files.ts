import type { Finding, Path } from '../finding';
import type { FileRef, ModelDescription } from '../model';
import { found, tensorsOf } from './places';

const reserved = ['rdf.yaml', 'bioimageio.yaml', 'model.yaml'];

/** Suffixes that the format asks for; only that of covers may be written in capitals. */
const coverSuffixes = ['.gif', '.jpeg', '.jpg', '.png', '.svg', '.tif', '.tiff'];

interface Named {
  readonly file: FileRef | undefined;
  readonly path: Path;
  readonly suffixes?: readonly string[];
  readonly anyCase?: boolean;
}

/** What a file's name alone tells. Whether it is there, and whole, is checked where the files are. */
export function fileRules(description: ModelDescription): Finding[] {
  return namedFiles(description).flatMap(({ file, path, suffixes, anyCase }) =>
    file ? [...reservedRule(file, path), ...suffixRule(file, path, suffixes ?? [], anyCase ?? false)] : []
  );
}

function namedFiles(description: ModelDescription): Named[] {
  const { documentation, covers, weights } = description;
  return [
    { file: documentation, path: ['documentation'], suffixes: ['.md'] },
    ...covers.map((file, index) => ({ file, path: ['covers', index], suffixes: coverSuffixes, anyCase: true })),
    ...weights.map(entry => ({
      file: entry,
      path: ['weights', entry.format],
      ...(entry.format === 'keras_v3' && { suffixes: ['.keras'] })
    })),
    ...weights.map(entry => ({
      file: entry.externalData,
      path: ['weights', entry.format, 'external_data'],
      suffixes: ['.data']
    })),
    ...tensorsOf(description).map(({ tensor, path }) => ({ file: tensor.testTensor, path: [...path, 'test_tensor'] }))
  ];
}

function reservedRule({ source }: FileRef, path: Path): Finding[] {
  const name = source.split('/').at(-1) ?? source;
  const taken = reserved.some(kept => name === kept || name.endsWith(`.${kept}`));
  return taken ? [found('file-reserved', path, { file: source })] : [];
}

function suffixRule({ source }: FileRef, path: Path, suffixes: readonly string[], anyCase: boolean): Finding[] {
  const name = anyCase ? source.toLowerCase() : source;
  const fits = suffixes.length === 0 || suffixes.some(suffix => name.split(/[?#]/)[0].endsWith(suffix));
  return fits ? [] : [found('file-suffix', path, { file: source, expected: suffixes.join(' or ') })];
}
