import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,tests}/**/*.test.{ts,tsx}'],
    testTimeout: 180_000,
    maxWorkers: 2,
    minWorkers: 1
  }
});
