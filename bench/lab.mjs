import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { cache, lab, reach, root } from './tools.mjs';

const PORT = '8909';

/** A real JupyterLab over a new folder `name` in a real Chromium: `visit(page, open, folder)`, `open()` waits for its start. */
export async function inJupyterLab(name, visit) {
  const folder = fresh(name);
  // The extension as it was just built, whatever is installed beside JupyterLab.
  const extensions = fresh('labextensions');
  symlinkSync(join(root, 'zooport/labextension'), join(extensions, 'zooport'));
  const server = spawn(
    join(lab, 'jupyter-lab'),
    [
      ...['--no-browser', '--allow-root', `--port=${PORT}`, '--ServerApp.port_retries=0', '--IdentityProvider.token='],
      ...[`--ServerApp.root_dir=${folder}`, `--LabServerApp.extra_labextensions_path=${extensions}`]
    ],
    { cwd: cache, stdio: 'ignore' }
  );
  const executablePath = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage();
    const open = async () => {
      await reach(page, `http://localhost:${PORT}/lab?reset`);
      await page.locator('.jp-Launcher').waitFor({ timeout: 60_000 });
    };
    return await visit(page, open, folder);
  } finally {
    await browser.close();
    server.kill();
  }
}

function fresh(name) {
  const folder = join(cache, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
