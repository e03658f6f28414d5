import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { messages } from '../../spec/codes';
import { findingPages } from './pages';

it('the page on every finding is made from the texts as they are (node scripts/conformance/finding_pages.mjs)', async () => {
  const path = new URL('../../../docs/findings.md', import.meta.url);
  const page = readFileSync(path, 'utf8');
  const headings = page.match(/^### .+$/gm)?.map(heading => heading.slice(4));
  expect(headings?.sort()).toEqual(Object.keys(messages).sort());
  expect(page).toBe(await format(await findingPages(), { ...(await resolveConfig(path)), parser: 'markdown' }));
});
