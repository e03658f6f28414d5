import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromium, server } from '../servers.mjs';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const lab = server({ environment: 'lab', port: 8880, warm: true });

/** The report in a cell: in JupyterLab and Notebook 7 with a real kernel, and in a page as Colab's and VS Code's. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  // A busy machine may miss a moment; what passes the second time is reported as flaky.
  retries: 1,
  reporter: 'list',
  outputDir: '../../test-results/cell',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: { ...chromium, actionTimeout: 30_000, viewport: { width: 1100, height: 1000 } },
  webServer: [
    // The kernel's Python has not installed the wheel; it takes the checkout.
    { ...lab, env: { ...lab.env, PYTHONPATH: root } },
    {
      command: '.envs/train/bin/python ui-tests/cell/host.py 8881',
      cwd: root,
      url: 'http://127.0.0.1:8881/',
      timeout: 60_000,
      stdout: 'ignore',
      stderr: 'pipe'
    }
  ]
});
