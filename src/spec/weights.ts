import type { Cursor, Fields } from './cursor';
import { isFields } from './cursor';
import { readFile } from './files';
import type { Architecture, WeightsEntry } from './model';

const shared = ['source', 'sha256', 'authors', 'parent', 'comment'];

interface FormatRules {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Weights formats and the fields that each has beside the shared ones. */
const weightsFormats: Readonly<Record<string, FormatRules>> = {
  keras_hdf5: { required: ['tensorflow_version'], optional: [] },
  keras_v3: { required: ['keras_version', 'backend'], optional: [] },
  onnx: { required: ['opset_version'], optional: ['external_data'] },
  pytorch_state_dict: { required: ['architecture', 'pytorch_version'], optional: ['dependencies', 'strict'] },
  tensorflow_js: { required: ['tensorflow_version'], optional: [] },
  tensorflow_saved_model_bundle: { required: ['tensorflow_version'], optional: ['dependencies'] },
  torchscript: { required: ['pytorch_version'], optional: [] }
};

/** The oldest operator set that the format takes. */
const oldestOpset = 7;

export function readWeights(cursor: Cursor): WeightsEntry[] {
  const fields = cursor.asFields();
  if (!fields) {
    return [];
  }
  const entries = Object.keys(fields).flatMap(format => readEntry(cursor.at(format), format) ?? []);
  if (Object.values(fields).every(entry => entry === null)) {
    cursor.report('weights-none');
  }
  return entries;
}

function readEntry(cursor: Cursor, format: string): WeightsEntry | undefined {
  const fields = cursor.present ? cursor.asFields() : undefined;
  if (!fields) {
    return undefined;
  }
  const rules = Object.hasOwn(weightsFormats, format) ? weightsFormats[format] : undefined;
  if (rules) {
    cursor.knows([...shared, ...rules.required, ...rules.optional]);
    rules.required.forEach(field => cursor.need(field));
  } else {
    cursor.report('weights-unknown', { format, known: Object.keys(weightsFormats) }, cursor.reading.unknown);
  }
  const file = readFile(cursor);
  if (!file) {
    return undefined;
  }
  const parent = cursor.at('parent').asText();
  const opset = format === 'onnx' ? cursor.at('opset_version').asWhole(oldestOpset) : undefined;
  const externalData = format === 'onnx' ? readFile(cursor.at('external_data')) : undefined;
  readFile(cursor.at('dependencies'));
  const architecture = readArchitecture(cursor.at('architecture'));
  return {
    ...file,
    format,
    ...(parent !== undefined && { parent }),
    ...(opset !== undefined && { opset }),
    ...(externalData && { externalData }),
    ...(architecture && { architecture }),
    ...howToRun(fields, format)
  };
}

/** A class in a file of the bundle (then the file must be there), or one of an installed library. Never run here. */
function readArchitecture(cursor: Cursor): Architecture | undefined {
  const fields = cursor.present ? cursor.asFields() : undefined;
  if (!fields) {
    return undefined;
  }
  const callable = cursor.need('callable').asText();
  const ofLibrary = 'import_from' in fields;
  const importFrom = ofLibrary ? cursor.at('import_from').asText() : undefined;
  const source = ofLibrary ? undefined : readFile(cursor)?.source;
  const kwargs = isFields(fields.kwargs) ? fields.kwargs : {};
  return callable === undefined || (importFrom ?? source) === undefined
    ? undefined
    : { callable, kwargs, ...(source !== undefined && { source }), ...(importFrom !== undefined && { importFrom }) };
}

/** What the format says beside the file, as far as running the weights goes; judged elsewhere. */
function howToRun({ backend, strict }: Fields, format: string): Pick<WeightsEntry, 'backend' | 'strict'> {
  const [library]: readonly unknown[] = Array.isArray(backend) ? backend : [];
  return {
    ...(format === 'keras_v3' && typeof library === 'string' && { backend: library }),
    ...(format === 'pytorch_state_dict' && typeof strict === 'boolean' && { strict })
  };
}
