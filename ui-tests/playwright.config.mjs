import base from '@jupyterlab/galata/lib/playwright-config.js';
import { chromium, server } from './servers.mjs';

/** Another port lets two runs on one machine stand side by side. */
const port = process.env.ZOOPORT_UI_PORT ?? 8899;

/** The whole way in the newest JupyterLab, with a real kernel that trains. */
export default {
  ...base,
  testDir: './tests',
  outputDir: `../test-results/lab-${port}`,
  reporter: [['list']],
  timeout: 300_000,
  // The machine may be slow; nothing here is a measure of speed.
  expect: { timeout: 60_000 },
  workers: 1,
  retries: 1,
  use: { ...base.use, ...chromium, actionTimeout: 30_000, baseURL: `http://127.0.0.1:${port}` },
  webServer: server({ environment: 'lab', port, warm: true })
};
