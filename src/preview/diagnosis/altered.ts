import type { Finding } from '../../spec/finding';
import type { ModelDescription } from '../../spec/model';
import type { Diagnosis } from '../report/report';
import { diagnosisTexts, fill } from './texts';

/**
 * What the search found, told beside what the hashes say: where a file that the comparison rests on is not the one that
 * was described, that is the reason at hand, and no mend of the description is offered for a file that was changed.
 */
export function withAltered(
  diagnoses: readonly Diagnosis[],
  findings: readonly Finding[],
  description: ModelDescription
): Diagnosis[] {
  const changed = new Set(findings.filter(({ code }) => code === 'hash-wrong').map(({ data }) => String(data?.file)));
  return diagnoses.map(diagnosis => {
    const files = restsOn(diagnosis, description).filter(({ source }) => changed.has(source));
    return files.length === 0 ? diagnosis : told(diagnosis, files);
  });
}

interface Altered {
  readonly source: string;
  readonly what: string;
}

/** The files that one comparison rests on: the expected output, the images, the weights. */
function restsOn({ output, weights }: Diagnosis, { inputs, outputs, weights: formats }: ModelDescription): Altered[] {
  const expected = outputs.filter(({ id }) => id === output).flatMap(({ testTensor }) => testTensor?.source ?? []);
  const images = inputs.flatMap(({ testTensor }) => testTensor?.source ?? []);
  const network = formats.filter(({ format }) => format === weights).map(({ source }) => source);
  return [
    ...expected.map(source => ({ source, what: `the test output “${source}”` })),
    ...images.map(source => ({ source, what: `the test image “${source}”` })),
    ...network.map(source => ({ source, what: `the weights “${source}”` }))
  ];
}

function told(diagnosis: Diagnosis, files: readonly Altered[]): Diagnosis {
  // All but the mend.
  const { weights, output, state, tried, cause, causes } = diagnosis;
  const rest = { weights, output, state, tried, ...(cause && { cause }), ...(causes && { causes }) };
  const named = listed(files.map(({ what }) => what));
  const what = `${named.charAt(0).toUpperCase()}${named.slice(1)}`;
  const data = { what, are: files.length === 1 ? 'is' : 'are', were: files.length === 1 ? 'was' : 'were' };
  return diagnosis.state === 'explained'
    ? { ...rest, sentence: fill(diagnosisTexts.alteredToo, { ...data, found: diagnosis.sentence }) }
    : { ...rest, state: 'explained', cause: 'file-changed', sentence: fill(diagnosisTexts.altered, data) };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
