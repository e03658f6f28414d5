/** ISO 7064 mod 11-2 over the sixteen digits of an ORCID iD, written in four groups with hyphens. */
export function isOrcid(text: string): boolean {
  if (!/^[\dX]{4}-[\dX]{4}-[\dX]{4}-[\dX]{4}$/.test(text)) {
    return false;
  }
  const digits = [...text.replaceAll('-', '')].map(digit => (digit === 'X' ? 10 : Number(digit)));
  return digits.reduce((sum, digit) => (2 * sum + digit) % 11, 0) === 1;
}

/** What is wrong with a text that is no ORCID iD. */
export function orcidProblem(text: string): string {
  const bare = text.replaceAll(/[\s-]/g, '');
  if (/orcid\.org/i.test(text)) {
    return 'it has an address in front; write the number alone';
  }
  if (!/^[\dX]*$/.test(bare)) {
    return 'it holds other characters than digits; only the last one may be an X';
  }
  if (bare.length !== 16) {
    return `it has ${bare.length} digits, not 16`;
  }
  return /^[\dX]{4}-[\dX]{4}-[\dX]{4}-[\dX]{4}$/.test(text)
    ? 'its check digit does not fit, so that one of its digits is mistyped; copy it anew from orcid.org'
    : 'its digits do not stand in four groups of four with hyphens between';
}

const longestUrl = 2083;

/** An address as browsers and pydantic read it (WHATWG URL), of http or https. */
export function isHttpUrl(text: string): boolean {
  if (text.length > longestUrl) {
    return false;
  }
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Domains that lead nowhere by definition (RFC 6761), which the zoo's library refuses. */
const reserved = /(^|\.)(arpa|invalid|local|localhost|onion|test)$/i;
const longestEmail = 254;
/** With the name before it (pydantic). */
const longestNamedEmail = 2048;

const word = "[\\p{L}\\p{N}_!#$%&'*+\\-/=?^`{|}~]+";
const label = '[\\p{L}\\p{N}]([\\p{L}\\p{N}\\p{M}-]{0,61}[\\p{L}\\p{N}\\p{M}])?';
const namedEmail = new RegExp(`^\\s*(?:(?:${word}\\s+)*${word}\\s*|"[^"]*"\\s*)?<(.+)>\\s*$`, 'su');
const local = new RegExp(`^${word}(\\.${word})*$`, 'u');
const domainName = new RegExp(`^(${label}\\.)+${label}$`, 'u');

/** An e-mail address, bare or as `Name <address>`; whether it exists is not asked. */
export function isEmail(text: string): boolean {
  if (text.length > longestNamedEmail) {
    return false;
  }
  const address = (namedEmail.exec(text)?.[1] ?? text).trim();
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return (
    at > 0 &&
    address.length <= longestEmail &&
    local.test(address.slice(0, at)) &&
    domainName.test(domain) &&
    /\p{L}$/u.test(domain) &&
    !reserved.test(domain)
  );
}

const version = (() => {
  const pre = '([-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?\\d*)?';
  const post = '(-\\d+|[-_.]?(post|rev|r)[-_.]?\\d*)?';
  const build = '(\\+[a-z0-9]+([-_.][a-z0-9]+)*)?';
  return new RegExp(`^\\s*v?(\\d+!)?\\d+(\\.\\d+)*${pre}${post}([-_.]?dev[-_.]?\\d*)?${build}\\s*$`, 'i');
})();

/** A version as Python's packaging tools read it (PEP 440). */
export function isVersion(text: string): boolean {
  return version.test(text);
}

const time = /^(\d\d)(?:(:?)(\d\d)(?:\2(\d\d)([.,]\d+)?)?)?(?:[Zz]|[-+](\d\d)(?::?(\d\d))?)?$/;
interface Pattern {
  readonly pattern: RegExp;
  readonly fits: (year: number, parts: readonly string[]) => boolean;
}

/** The forms of a date, in the order in which dateutil's isoparse tries them: the first that matches is meant. */
const dates: readonly Pattern[] = [
  {
    pattern: /^(\d{4})(?:$|-(\d\d)(?:$|-(\d\d))|(\d\d)(\d\d))/,
    fits: (year, [a, b, c, d]) => isDay(year, Number(a ?? c ?? 1), Number(b ?? d ?? 1))
  },
  {
    pattern: /^(\d{4})(?:-W(\d\d)(?:$|-(\d))|W(\d\d)(?:$|(\d)))/,
    fits: (_, [a, b, c, d]) => isWeek(Number(a ?? c), Number(b ?? d ?? 1))
  },
  {
    pattern: /^(\d{4})-?(\d{3})/,
    fits: (year, [day]) => Number(day) >= 1 && Number(day) <= (isDay(year, 2, 29) ? 366 : 365)
  }
];

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isWeek(week: number, day: number): boolean {
  return week >= 1 && week <= 53 && day >= 1 && day <= 7;
}

/** A date, or a date and time with any one character between them, of ISO 8601 as Python's dateutil reads it. */
export function isTimestamp(text: string): boolean {
  const date = dates.find(({ pattern }) => pattern.test(text));
  const [matched, year, ...parts] = date?.pattern.exec(text) ?? [''];
  const rest = text.slice(matched.length);
  return (
    date !== undefined && Number(year) > 0 && date.fits(Number(year), parts) && (rest === '' || isTime(rest.slice(1)))
  );
}

function isTime(text: string): boolean {
  const parts = time.exec(text);
  if (!parts) {
    return false;
  }
  const [hour, minute, second] = [parts[1], parts[3], parts[4]].map(part => Number(part ?? 0));
  const midnight = hour === 24 && minute === 0 && second === 0 && !/[1-9]/.test(parts[5] ?? '');
  const [zoneHour, zoneMinute] = [parts[6], parts[7]].map(part => Number(part ?? 0));
  return (hour < 24 || midnight) && minute < 60 && second < 60 && zoneHour < 24 && zoneMinute < 60;
}
