import type { Candidate, Fact, Losses, NotebookFacts, Origin } from '../../kernel/protocol';
import type { NetworkEntry } from '../networks/networkEntry';
import { networkEntry } from '../networks/catalogue';
import type { Draft, DraftFields, Field } from './draft';
import { BUNDLE_SUFFIX, modelName, slug } from './naming';
import { ExportError } from '../errors';
import { guessTags } from './tags';

/**
 * A draft with everything that can be known, each value with where it came from.
 *
 * What only the researcher can know (authors, licence, what the data is) stays empty and is marked `onlyYou`.
 * `now` is written into the bundle. Throws `ExportError` where no network is chosen or there are no weights.
 */
export function makeDraft(candidate: Candidate, notebook: NotebookFacts | undefined, now: Date): Draft {
  if (!candidate.network) {
    const names = candidate.alternatives.map(choice => choice.name).join(', ');
    throw new ExportError(
      'no-network',
      `Which network "${candidate.modelName}" is cannot be told from its files. Choose one of: ${names || 'none is known'}.`
    );
  }
  const weights = candidate.weights.at(0);
  if (!weights) {
    throw new ExportError('no-weights', `"${candidate.modelName}" has no trained weights. Train the network first.`);
  }
  const entry = networkEntry(candidate.network.id);
  const fields = prefill(candidate, entry);
  return {
    candidate,
    weights: weights.id,
    output: entry.kinds[0],
    threshold: findThreshold(candidate, notebook, entry),
    image: null,
    crop: null,
    fileName: field(slug(fields.name.value) + BUNDLE_SUFFIX, 'guess', 'made from the name'),
    fields,
    losses: findLosses(candidate.facts.losses),
    made: now.toISOString()
  };
}

function prefill(candidate: Candidate, entry: NetworkEntry): DraftFields {
  const name = modelName(candidate.modelName, entry.name, entry.nameHolds);
  const named = candidate.folder
    ? field(name, 'disk', 'name of the model folder')
    : field(name, 'kernel', 'model_name');
  return {
    name: named,
    description: field(entry.description, 'catalogue', entry.name),
    authors: onlyYou([]),
    license: onlyYou(''),
    cite: field(entry.citations, 'catalogue', `papers of ${entry.name}`),
    tags: guessTags(candidate, entry),
    version: field('0.1.0', 'guess', 'a first version'),
    data: onlyYou('')
  };
}

export function field<T>(value: T, origin: Origin, where: string): Field<T> {
  return { value, origin, where, onlyYou: false };
}

export function onlyYou<T>(value: T): Field<T> {
  return { value, origin: null, where: 'only you know this', onlyYou: true };
}

/** Quality control's own threshold, else the form of the prediction cell, else the network's usual one. Scale 0..255. */
function findThreshold(
  candidate: Candidate,
  notebook: NotebookFacts | undefined,
  entry: NetworkEntry
): Fact<number> | null {
  if (!entry.threshold) {
    return null;
  }
  const best = candidate.facts.average_best_threshold;
  if (best && isLevel(best.value)) {
    return { value: best.value, origin: best.origin, where: best.where };
  }
  // The form is the notebook's: of a folder that was chosen by hand it may know nothing.
  const form = candidate.foreign ? undefined : notebook?.params.threshold;
  if (isLevel(form)) {
    return { value: form, origin: 'notebook', where: 'form field threshold' };
  }
  return { value: entry.threshold.usual, origin: 'catalogue', where: `default of ${entry.name}` };
}

function isLevel(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 255;
}

function findLosses(fact: Fact | undefined): Losses | null {
  const value = fact?.value;
  if (typeof value !== 'object' || value === null || !('columns' in value) || !('rows' in value)) {
    return null;
  }
  const { columns, rows } = value;
  const sound =
    Array.isArray(columns) &&
    Array.isArray(rows) &&
    rows.length > 0 &&
    rows.every(row => Array.isArray(row) && row.length === columns.length);
  return sound ? { columns: columns.map(String), rows: rows.map((row: unknown[]) => row.map(Number)) } : null;
}
