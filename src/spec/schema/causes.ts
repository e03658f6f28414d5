import { isEmail } from './kinds';

/** Why a text is not what it should be, as the sentence goes on: “…, which is no DOI: CAUSE”. */

type Cause = readonly [when: (text: string) => boolean, why: string];

function causeOf(text: string, causes: readonly Cause[], otherwise: string): string {
  return causes.find(([when]) => when(text))?.[1] ?? otherwise;
}

const outerBlanks: Cause = [text => text.trim() !== text, 'there are blanks before or after it'];
const empty: Cause = [text => text.trim() === '', 'it is empty'];

const doiCauses: readonly Cause[] = [
  empty,
  [text => /^\s*https?:\/\/(\w+\.)?doi\.org\//i.test(text), 'an address stands in front of it'],
  [text => /^\s*(https?:\/\/|www\.)/i.test(text), 'it is a web address, which belongs into “url”'],
  [text => /^\s*doi\s*[:.]?\s*10\./i.test(text), 'the word “doi” stands in front of it'],
  outerBlanks,
  [text => !text.startsWith('10.'), 'it does not begin with “10.”'],
  [text => !/^10\.\d{4}/.test(text), 'fewer than four digits follow its “10.”']
];

export function doiProblem(text: string): string {
  return causeOf(text, doiCauses, 'nothing follows its first part');
}

function domainOf(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1).trim();
}

const emailCauses: readonly Cause[] = [
  empty,
  [text => text.length > 254, 'it is longer than 254 characters'],
  [text => !text.includes('@'), 'it has no @'],
  [text => text.split('@').length > 2, 'it has more than one @'],
  [text => text.trim().startsWith('@'), 'nothing stands before its @'],
  [text => domainOf(text) === '', 'nothing follows its @'],
  [text => /^mailto:/i.test(text.trim()), '“mailto:” stands in front of it'],
  [text => /\s/.test(text.trim()), 'it has a blank inside'],
  [text => /^\.|\.\.|\.@|@\.|\.$/.test(text.trim()), 'it has a dot too many'],
  [text => !domainOf(text).includes('.'), 'what follows its @ has no ending such as .org'],
  [text => isEmail(text.replace(/[^.@]+$/, 'org')), 'its ending leads nowhere']
];

export function emailProblem(text: string): string {
  return causeOf(text, emailCauses, 'it has characters that no address has, or a part of it is too long');
}

const dateCauses: readonly Cause[] = [
  empty,
  outerBlanks,
  [text => /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/.test(text), 'the year does not stand first'],
  [text => /^\d{4}[./]\d{1,2}[./]\d{1,2}/.test(text), 'its parts are not separated by “-”'],
  [text => /^\d{4}-(\d-|\d{1,2}-\d(\D|$)|\d$)/.test(text), 'month and day need two digits each'],
  [text => /^\d{4}-(1[3-9]|[2-9]\d|00)/.test(text), 'there is no such month'],
  [text => /^\d{4}-\d\d-\d\d$/.test(text), 'there is no such day'],
  [text => /^\d{4}-\d\d-\d\d./.test(text), 'there is no such time of the day, or it is written in another way'],
  [text => !/\d/.test(text), 'it has no digits']
];

export function dateProblem(text: string): string {
  return causeOf(text, dateCauses, 'its parts are not year, month and day in this order');
}

/** `likely` is the licence of the list whose name is nearest. */
export function licenseProblem(text: string, likely: string | undefined): string {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_]+/g, '-');
  const causes: readonly Cause[] = [
    empty,
    outerBlanks,
    [text => /^https?:\/\//i.test(text), 'it is an address, not a name'],
    [text => likely !== undefined && text.toLowerCase() === likely.toLowerCase(), 'capital and small letters count'],
    [text => likely !== undefined && plain(text) === plain(likely), 'its parts are joined by “-”'],
    [text => /^cc-?by/i.test(text) && !/\d/.test(text), 'its version is missing'],
    [text => /^(a?l?gpl|apache|bsd)$/i.test(text), 'its version is missing'],
    [text => /\s(and|or|with)\s/i.test(text), 'it names several; the format takes one']
  ];
  return causeOf(text, causes, 'the list has no such name');
}
