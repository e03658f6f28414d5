import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';

// Parts that are loaded when first needed may take seconds on a busy machine; no test passes or fails by time.
configure({ asyncUtilTimeout: 20_000 });

const page: typeof globalThis & { IS_REACT_ACT_ENVIRONMENT?: boolean } = globalThis;

beforeAll(() => {
  page.IS_REACT_ACT_ENVIRONMENT = true;
});

afterAll(() => {
  page.IS_REACT_ACT_ENVIRONMENT = false;
});

beforeEach(() => {
  // jsdom draws nothing; what is drawn is tested as numbers in viewer/colours.test.ts.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});
