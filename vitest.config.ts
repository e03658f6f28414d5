import { defineConfig } from 'vitest/config';

/** Tests that need Python environments, a training or what `make build` writes, or that take long; the rest needs Node alone. */
const long = '{src,tests}/**/*.long.test.{ts,tsx}';
const all = '{src,tests}/**/*.test.{ts,tsx}';

export default defineConfig({
  test: {
    testTimeout: 180_000,
    maxWorkers: 2,
    minWorkers: 1,
    projects: [
      { extends: true, test: { name: 'unit', include: [all], exclude: [long] } },
      { extends: true, test: { name: 'long', include: [long] } }
    ]
  }
});
