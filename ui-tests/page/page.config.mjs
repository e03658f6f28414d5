import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { chromium } from '../servers.mjs';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

/** The static page from a server that knows nothing but files. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  // A busy machine may miss a moment; what passes the second time is reported as flaky.
  retries: 1,
  reporter: 'list',
  outputDir: '../../test-results/page',
  expect: { timeout: 30_000 },
  use: { ...chromium, viewport: { width: 1000, height: 900 }, baseURL: 'http://127.0.0.1:8894/' },
  webServer: {
    command: 'python3 -m http.server 8894 --bind 127.0.0.1 --directory web',
    cwd: root,
    url: 'http://127.0.0.1:8894/index.html',
    timeout: 60_000,
    stdout: 'ignore',
    stderr: 'ignore'
  }
});
