/**
 * Whether all cases are run, as `make proof` does, or of those that go the same way one.
 *
 * `make test` runs for every change: it keeps each way that can break by itself.
 */
export const atFullWidth = process.env.ZOOPORT_PROOF !== undefined;
