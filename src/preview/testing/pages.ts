import { stringify } from 'yaml';
import { consumerIds, consumers, isJudged, makerOf } from '../../spec/consumers';
import type { Finding, FindingBy } from '../../spec/finding';
import { addFixes } from '../../spec/fixes/fixes';
import { describe } from '../../spec/messages';
import { messages, isFindingCode } from '../../spec/codes';
import type { FindingCode } from '../../spec/codes';
import { readDescription, readRaw } from '../../spec/read';
import { adviceFindings } from '../../spec/advice/advice';
import { faults } from '../../spec/testing/faults';
import { whole } from '../../spec/testing/whole';
import { mends } from '../../spec/testing/mends';
import { adviceTexts } from '../../spec/texts/advice';
import { containerTexts } from '../../spec/texts/container';
import { formatTexts } from '../../spec/texts/format';
import { networkTexts } from '../../spec/texts/network';
import { oldTexts } from '../../spec/texts/old';
import { recipeTexts } from '../../spec/texts/recipe';
import { check } from '../check';
import { folderSource } from '../../bundle/folder';
import { operations, sizes } from '../readiness/deepimagej/testing/cases';
import { readinessOf } from '../readiness/readiness';
import { clearParts, subjectOf } from '../readiness/testing/subject';
import { fileExamples, textExamples } from './examples';
import { smallDescription, smallFiles } from './small';

/** A finding as it was really made, and what was wrong, in words. */
interface Example {
  readonly what?: string;
  readonly finding: Finding;
}

interface Chapter {
  readonly title: string;
  readonly about: string;
  readonly by: FindingBy;
  readonly texts: object;
}

const chapters: readonly Chapter[] = [
  { title: 'The format', about: 'What bioimageio.spec says of a description and its files, and what it overlooks.', by: 'zoo', texts: formatTexts }, // prettier-ignore
  { title: 'The zip', about: 'What the zoo’s library, which is Python’s zipfile, makes of the zip itself.', by: 'zoo', texts: containerTexts }, // prettier-ignore
  { title: 'Format 0.4', about: 'Rules of format 0.4 that 0.5 does not have.', by: 'zoo', texts: oldTexts },
  { title: 'Advice', about: 'What is valid, and breaks users’ days nevertheless.', by: 'zooport', texts: adviceTexts },
  { title: 'The network', about: 'What the ONNX file itself says, and the sizes that it takes.', by: 'zooport', texts: networkTexts }, // prettier-ignore
  { title: 'The recipe', about: 'What a notebook does beyond what its bundle declares: said before the bundle is made, and in its README.', by: 'zooport', texts: recipeTexts }, // prettier-ignore
  ...consumerIds.filter(isJudged).map(by => ({
    title: consumers[by].maker,
    about: `What ${consumers[by].maker} cannot read or run, or runs differently.`,
    by,
    texts: consumers[by].texts
  }))
];

const programs = new Intl.ListFormat('en-GB').format(consumerIds.filter(isJudged).map(makerOf));

const introduction = `# Findings

Everything that a check can say of a bundle, made from the same table as the program’s own sentences: do not edit this
page, but \`src/spec/texts/\`, and run \`node scripts/conformance/finding_pages.mjs\`.

An **error** of the zoo makes the format invalid: the zoo refuses the bundle. An error of Zooport means that the model
will not run, or gives wrong results. A **warning** or an **information** stops nobody. Findings of
${programs} tell whether these programs will run the model; they do not make the bundle fail.
Words in *italics* are filled in for the bundle at hand. “One click” says what the button beside the finding does; where
nothing is said, only the researcher can know what is right.
`;

/** The page on every finding, as Markdown: one heading for each code, so that \`findings.md#CODE\` leads to it. */
export async function findingPages(): Promise<string> {
  const examples = await gather();
  const contents = chapters.filter(hasTexts).map(({ title }) => `- [${title}](#${anchor(title)})`);
  const parts = chapters.filter(hasTexts).map(chapter => chapterPage(chapter, examples));
  return [introduction, ...contents, '', ...parts].join('\n');
}

function hasTexts({ texts }: Chapter): boolean {
  return Object.keys(texts).length > 0;
}

function anchor(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9 -]/g, '').replaceAll(' ', '-'); // prettier-ignore
}

function chapterPage({ title, about, by, texts }: Chapter, examples: ReadonlyMap<string, Example[]>): string {
  const codes = Object.keys(texts).filter(isFindingCode).sort();
  return [`## ${title}`, '', about, '', ...codes.map(code => codePage(code, by, examples.get(code) ?? []))].join('\n');
}

function codePage(code: FindingCode, by: FindingBy, examples: readonly Example[]): string {
  const whose = unique(examples.map(({ finding }) => makerOf(finding.by)));
  const severities = unique(examples.map(({ finding: { severity } }) => (severity === 'info' ? 'information' : severity))); // prettier-ignore
  const mended = examples.find(({ finding }) => finding.fix);
  const shown = examples.find(({ what }) => what !== undefined) ?? examples[0];
  return [
    `### ${code}`,
    '',
    `> ${escape(messages[code]).replace(/\\?\{(\w+)\\?\}/g, (_, key: string) => `*${placeholder(key)}*`)}`,
    '',
    `- Rule of ${(whose.length > 0 ? whose : [makerOf(by)]).join(' or ')}${severities.length > 0 ? `; ${severities.join(' or ')}` : ''}`,
    ...(mended?.finding.fix ? [`- One click: “${escape(mended.finding.fix.label)}”`] : []),
    ...(shown ? [`- Example${shown.what === undefined ? '' : `, ${escape(shown.what)}`}: ${escape(describe(shown.finding))}`] : []), // prettier-ignore
    ''
  ].join('\n');
}

const placeholders: Readonly<Record<string, string>> = {
  where: 'place',
  most: 'limit',
  expectedStart: 'hash',
  actualStart: 'hash',
  found: 'what is there',
  second: 'the other file',
  expected: 'what is asked for',
  problem: 'what is wrong'
};

function placeholder(key: string): string {
  return placeholders[key] ?? key.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}

function escape(text: string): string {
  return text.replace(/[\\*_<>[\]`|{}]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Findings by code, from every fault that is made on purpose somewhere in the tests. */
async function gather(): Promise<ReadonlyMap<string, Example[]>> {
  const all = [...textFaults(), ...yamlFaults(), ...readinessFaults(), ...(await fileFaults())];
  const byCode = new Map<string, Example[]>();
  for (const example of all) {
    const { code } = example.finding;
    byCode.set(code, [...(byCode.get(code) ?? []), example]);
  }
  return byCode;
}

function textFaults(): Example[] {
  const changes = [
    ...faults.map(([what, change, code]) => ({ what, change, code })),
    ...mends.map(([what, change]) => ({ what, change, code: undefined })),
    ...textExamples.map(([what, change, code]) => ({ what, change, code }))
  ];
  return changes.flatMap(({ what, change, code }) => {
    const raw = whole();
    change(raw);
    const { description, findings } = readRaw(raw);
    const advice = description ? adviceFindings(description, raw) : [];
    const [first] = findings;
    return addFixes([...findings, ...advice], raw).map(finding =>
      finding.code === (code ?? first?.code) ? { what, finding } : { finding }
    );
  });
}

const yaml: readonly (readonly [string, string])[] = [
  ['lines that are indented by tabs', 'type: model\ninputs:\n\t- a'],
  ['three thousand tags', `type: model\ntags: [${'a, '.repeat(3000)}a]`],
  ['twenty long tables', `type: model\nconfig:\n${`- [${'1, '.repeat(1500)}1]\n`.repeat(20)}`],
  ['a thousand brackets', `type: model\nconfig: ${'['.repeat(1000)}`],
  ['a field that stands twice', 'type: model\nname: a\nname: b'],
  ['a list in place of fields', '- type: model'],
  ['a dataset', 'type: dataset\nformat_version: 0.3.0'],
  ['no version', 'type: model\ninputs: [{axes: []}]'],
  ['a version that nobody knows', 'type: model\nformat_version: 0.3.6'],
  ['a version from the future', 'type: model\nformat_version: 0.5.99']
];

function yamlFaults(): Example[] {
  return yaml.flatMap(([what, text]) => {
    const { findings } = readDescription(text);
    const [first, ...others] = addFixes(findings, {});
    return first ? [{ what, finding: first }, ...others.map(finding => ({ finding }))] : [];
  });
}

function readinessFaults(): Example[] {
  return [...sizes, ...operations].flatMap(({ code, spoil, base = clearParts }) => {
    const parts = base();
    spoil(parts);
    const { findings } = readinessOf(subjectOf(parts));
    return addFixes(findings.filter(finding => finding.code === code), parts.raw).map(finding => ({ finding })); // prettier-ignore
  });
}

async function fileFaults(): Promise<Example[]> {
  const examples: Example[] = [];
  for (const [what, change, code] of fileExamples) {
    const description = smallDescription();
    const files = smallFiles();
    change(description, files);
    const folder = code === 'bundle-folder' ? 'model/' : '';
    files.set('rdf.yaml', new TextEncoder().encode(stringify(description)));
    const listed = [...files].map(([name, bytes]) => ({ name: folder + name, size: bytes.length, read: () => Promise.resolve(bytes) })); // prettier-ignore
    const report = await check(folderSource(listed, 'bundle'), { engine: null, formatOnly: true });
    const findings = report.format?.findings ?? [];
    examples.push(...findings.filter(finding => finding.code === code).map(finding => ({ what, finding })));
  }
  return examples;
}
