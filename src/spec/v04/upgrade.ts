import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Path } from '../path';
import terms from '../schema/terms.json';
import { BrokenOff, fromOlder } from './older';
import { bareDois, bareUsers, withoutSlashes } from './people';

/** A description in the fields of 0.4.10, as bioimageio.spec brings it there before it looks at any of them. */
export interface Upgraded {
  readonly fields: Fields;
  /** The zoo's library breaks off here, without naming a place. */
  readonly broken: boolean;
  /** Fields that the file has in another place: there, and here. */
  readonly moved: readonly (readonly [Path, Path])[];
}

const newest = terms.newest['0.4'];

/** `_v0_4_converter.py`. The original stays as it is. */
export function upgrade(raw: Fields): Upgraded {
  try {
    const fields = bareUsers(bareDois(toNewest(fromOlder(raw))));
    return { fields, broken: false, moved: movedIn(raw) };
  } catch (error) {
    if (error instanceof BrokenOff) {
      return { fields: raw, broken: true, moved: [] };
    }
    throw error;
  }
}

/** From which patch version on a step is no longer taken. */
const dependenciesMoved = 1;
const parentsAreTexts = 5;
const namesHaveNoSlashes = 7;
const nicknamesAreIds = 10;

function toNewest(fields: Fields): Fields {
  const patch = /^0\.4\.(\d|10)$/.exec(String(fields.format_version))?.[1];
  if (patch === undefined) {
    return { ...fields, format_version: ownVersion(fields.format_version) };
  }
  let current = fields;
  if (Number(patch) < dependenciesMoved) {
    current = moveDependencies(current);
  }
  if (Number(patch) < parentsAreTexts) {
    current = parentAsText(current);
  }
  if (Number(patch) < namesHaveNoSlashes) {
    current = withoutSlashes(current);
  }
  return { ...(Number(patch) < nicknamesAreIds ? takeNickname(current) : current), format_version: newest };
}

/** Later patch versions are read as the newest one known; anything else is no version of 0.4. */
function ownVersion(version: unknown): unknown {
  const patch = /^0+\.0*4\.(\d+)$/.exec(String(version))?.[1];
  return patch !== undefined && Number(patch) > Number(newest.split('.')[2]) ? newest : version;
}

function moveDependencies({ dependencies, ...fields }: Fields): Fields {
  const { weights } = fields;
  const entry = isFields(weights) ? weights.pytorch_state_dict : undefined;
  const taken = isFields(entry) && Object.keys(entry).length > 0 && !isNothing(dependencies);
  return isFields(weights) && taken
    ? { ...fields, weights: { ...weights, pytorch_state_dict: { ...entry, dependencies } } }
    : fields;
}

/** What counts as nothing in Python. */
function isNothing(value: unknown): boolean {
  return isFields(value) ? Object.keys(value).length === 0 : Array.isArray(value) ? value.length === 0 : !value;
}

function parentAsText({ parent, ...fields }: Fields): Fields {
  return isFields(parent) && 'uri' in parent ? { ...fields, parent: parent.uri } : fields;
}

function takeNickname(fields: Fields): Fields {
  const known = isFields(fields.config) ? fields.config.bioimageio : undefined;
  const { nickname, nickname_icon } = isFields(known) ? known : {};
  return {
    ...fields,
    ...(nickname !== undefined && nickname !== null && { id: nickname }),
    ...(nickname_icon !== undefined && nickname_icon !== null && { id_emoji: nickname_icon })
  };
}

const statePath = ['weights', 'pytorch_state_dict'];

function movedIn(raw: Fields): Upgraded['moved'] {
  const version = String(raw.format_version);
  const nicknames = !version.startsWith('0.4.10');
  return [
    ...(version === '0.4.0' || version.startsWith('0.3')
      ? [pair([...statePath, 'dependencies'], ['dependencies'])]
      : []),
    ...(version.startsWith('0.3')
      ? [
          pair([...statePath, 'architecture'], ['source']),
          pair([...statePath, 'architecture_sha256'], ['sha256']),
          pair([...statePath, 'kwargs'], ['kwargs']),
          pair(['weights', 'torchscript'], ['weights', 'pytorch_script'])
        ]
      : []),
    ...(nicknames && hasNickname(raw, 'nickname') ? [pair(['id'], ['config', 'bioimageio', 'nickname'])] : []),
    ...(nicknames && hasNickname(raw, 'nickname_icon')
      ? [pair(['id_emoji'], ['config', 'bioimageio', 'nickname_icon'])]
      : [])
  ].filter(([, from]) => stands(raw, from));
}

function pair(to: Path, from: Path): readonly [Path, Path] {
  return [to, from];
}

function hasNickname(raw: Fields, key: string): boolean {
  return stands(raw, ['config', 'bioimageio', key]);
}

function stands(raw: Fields, path: Path): boolean {
  const value = path.reduce<unknown>((inner, key) => (isFields(inner) ? inner[key] : undefined), raw);
  return value !== undefined && value !== null;
}
