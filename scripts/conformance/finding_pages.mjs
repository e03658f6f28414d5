// Writes docs/findings.md, a page on every finding, from the table of their texts: node scripts/conformance/finding_pages.mjs [--check]
// With --check nothing is written; the exit code is 1 where the page is out of date.
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { createServer } from 'vite';

const path = new URL('../../docs/findings.md', import.meta.url);

// The same modules as the check's own, straight from their TypeScript.
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false }
});
try {
  const { findingPages } = await server.ssrLoadModule('/src/preview/testing/pages.ts');
  const page = await format(await findingPages(), { ...(await resolveConfig(path)), parser: 'markdown' });
  if (!process.argv.includes('--check')) {
    await writeFile(path, page);
    console.log(`docs/findings.md: ${page.split('\n### ').length - 1} findings`);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== page) {
    console.error('docs/findings.md is out of date: run node scripts/conformance/finding_pages.mjs');
    process.exitCode = 1;
  }
} finally {
  await server.close();
}
