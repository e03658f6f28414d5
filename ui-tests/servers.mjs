import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

/** Debian's Chromium; `make test` names it. Video would need Playwright's own ffmpeg. */
export const chromium = {
  video: 'off',
  launchOptions: {
    executablePath: process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage']
  }
};

/**
 * A JupyterLab of one of the project's environments, with the kernel that has TensorFlow. With `warm` its kernels have
 * imported that already, where `make test` keeps such a Python (scripts/warm.py).
 */
export function server({ environment, port, baseUrl = '/', token = '', warm = false }) {
  const jupyter = join(root, environment === 'lab' ? '.venv' : `.envs/${environment}`, 'bin', 'jupyter');
  return {
    command: `${jupyter} lab --config ${join(root, 'ui-tests', 'jupyter_config.py')}`,
    url: `http://127.0.0.1:${port}${baseUrl}api`,
    timeout: 120_000,
    reuseExistingServer: false,
    stdout: 'ignore',
    stderr: process.env.ZOOPORT_SERVER_LOG ? 'pipe' : 'ignore',
    env: {
      ...process.env,
      ZOOPORT_PORT: String(port),
      ZOOPORT_BASE_URL: baseUrl,
      ZOOPORT_TOKEN: token,
      ZOOPORT_ENVIRONMENT: environment,
      ZOOPORT_WARM: (warm && process.env.ZOOPORT_WARM) || ''
    }
  };
}
