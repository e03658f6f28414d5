import { chromium, server } from './servers.mjs';

/** Short looks at what surrounds the main way: the oldest JupyterLab, Notebook 7, a server under a base URL with a token. */
export default {
  testDir: './smoke',
  outputDir: '../test-results/smoke',
  reporter: [['list']],
  timeout: 120_000,
  // The machine may be slow; nothing here is a measure of speed.
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 1,
  use: { ...chromium, actionTimeout: 30_000, viewport: { width: 1280, height: 800 } },
  webServer: [
    server({ environment: 'lab42', port: 8897 }),
    server({ environment: 'lab', port: 8898, baseUrl: '/user/alice/', token: 'secret' })
  ]
};
