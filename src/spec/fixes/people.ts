import { isEmail, isHttpUrl, isOrcid } from '../schema/kinds';

/** Ways of writing the things that people and papers are known by, brought to the format's own. */

/** `0000-0002-1825-0097` with a correct last digit (ISO 7064, mod 11-2), taken out of an address or written apart. */
export function meantOrcid(found: string): string | undefined {
  const parts = /(\d{4})[\s-]?(\d{4})[\s-]?(\d{4})[\s-]?(\d{3}[\dxX])(?!\d)/.exec(found);
  const orcid = parts?.slice(1).join('-').toUpperCase();
  return orcid !== undefined && isOrcid(orcid) ? orcid : undefined;
}

/** A bare DOI: from its prefix on, without address, “doi:” or what closes the sentence around it. */
export function meantDoi(found: string): string | undefined {
  const doi = /10\.\d{4,9}\/[^\s"<>]+/.exec(decoded(found))?.[0].replace(/[.,;\]]+$/, '');
  // A bracket that was opened inside belongs to it.
  return doi?.includes('(') ? doi : doi?.replace(/\)+$/, '');
}

function decoded(text: string): string {
  return text.replace(/%2f/gi, '/').replace(/%28/g, '(').replace(/%29/g, ')');
}

export function meantEmail(found: string): string | undefined {
  const plain = found
    .replace(/^\s*mailto:/i, '')
    .replace(/\s*[([]?\s*\bat\b\s*[)\]]?\s*/i, at => (found.includes('@') ? at : '@'))
    .replace(/\s*@\s*/, '@');
  const email = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/.exec(plain)?.[0];
  return email !== undefined && isEmail(email) ? email : undefined;
}

/** The user's name out of a profile's address or an “@name”. */
export function meantGithubUser(found: string): string | undefined {
  const name = found.trim().replace(/^(https?:\/\/)?(www\.)?github\.com\//i, '').replace(/^@/, '').split(/[/?#]/)[0]; // prettier-ignore
  return /^[A-Za-z\d](?:[A-Za-z\d-]{0,38})$/.test(name) ? name : undefined;
}

/** A web address with its scheme, spaces escaped. */
export function meantUrl(found: string): string | undefined {
  const text = found
    .trim()
    .replace(/^<|>$/g, '')
    .replace(/\s+/g, '%20')
    .replace(/^(https?):\/*/i, '$1://');
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return /^https?:\/\/[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}([/?#:]\S*)?$/.test(whole) && isHttpUrl(whole)
    ? whole
    : undefined;
}
