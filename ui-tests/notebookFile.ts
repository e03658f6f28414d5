/** The text of a notebook file of these cells, for a kernel of this name. */
export function notebookText(sources: readonly string[], kernel = 'python3'): string {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    execution_count: null,
    metadata: {},
    outputs: [],
    source
  }));
  const metadata = { kernelspec: { name: kernel, display_name: kernel, language: 'python' } };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
}
