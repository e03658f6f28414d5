import { chromium } from '../servers.mjs';

/** The views alone in a real browser: what jsdom cannot lay out, draw or point at. */
export default {
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../test-results/harness',
  reporter: [['list']],
  timeout: 120_000,
  workers: 1,
  // A busy machine may miss a moment; what passes the second time is reported as flaky.
  retries: 1,
  use: { ...chromium, viewport: { width: 350, height: 700 }, baseURL: 'http://127.0.0.1:8895' },
  webServer: {
    command: 'npx vite --config vite.config.mjs',
    cwd: import.meta.dirname ?? new URL('.', import.meta.url).pathname,
    url: 'http://127.0.0.1:8895',
    reuseExistingServer: false
  }
};
