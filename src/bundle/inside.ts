import { printable } from './limits';

/** What macOS adds to zips. */
const ofMacOs = /(^|\/)(__MACOSX|\.DS_Store|\._[^/]*)(\/|$)/;

function fileOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Whether a file has a name by which the zoo knows descriptions, in whatever folder. */
export function isDescription(name: string): boolean {
  return !ofMacOs.test(name) && /^(.*\.)?(rdf|bioimageio|model)\.yaml$/.test(fileOf(name));
}

/** What is in a bundle without a description that can be found, and what to do about it: a sentence or two. */
export function whatLiesInside(bundle: string, names: readonly string[]): string {
  const files = names.filter(name => !ofMacOs.test(name));
  const descriptions = files.filter(isDescription);
  const zips = files.filter(name => /\.zip$/i.test(name));
  const misspelt = files.filter(name => /^(.*\.)?(rdf|bioimageio|model)\.ya?ml$/i.test(fileOf(name)));
  const none = `“${bundle}” holds no model description at its top`;
  if (descriptions.length > 1) {
    return `“${bundle}” holds ${descriptions.length} model descriptions in folders (${listed(descriptions)}). Make a zip of its own for each model, with its rdf.yaml at the top, and check each.`;
  }
  if (descriptions.length === 1) {
    return `${none}: it lies in a folder (“${printable(descriptions[0])}”). Zip the files of that folder, not the folder.`;
  }
  if (zips.length > 0) {
    return `${none}, but ${zips.length === 1 ? 'another zip' : `${zips.length} other zips`} (${listed(zips)}). Unpack this one, and check the zip that was inside.`;
  }
  if (misspelt.length > 0) {
    return `${none}: it is called “${printable(misspelt[0])}”. Name it rdf.yaml, in small letters and with “yaml” in full.`;
  }
  return `“${bundle}” holds no model description: there is no rdf.yaml at its top. Is this a bundle of the BioImage Model Zoo?`;
}

function listed(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${names
    .slice(0, 3)
    .map(name => `“${printable(name)}”`)
    .join(', ')}${more}`;
}
