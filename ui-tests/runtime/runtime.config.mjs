import { defineConfig } from '@playwright/test';
import { chromium } from '../servers.mjs';

/** The inference worker in a real Chromium, without JupyterLab: `npx playwright test -c ui-tests/runtime/runtime.config.mjs`. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  // A busy machine may miss a moment; what passes the second time is reported as flaky.
  retries: 1,
  reporter: 'list',
  outputDir: '../../test-results/runtime',
  use: { ...chromium, baseURL: 'http://localhost:8907/user/alice/static/' },
  webServer: {
    command: 'node serve.mjs 8907',
    url: 'http://localhost:8907/user/alice/static/page.html',
    timeout: 60_000
  }
});
