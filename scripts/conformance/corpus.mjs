// Prints the corpus of mutated descriptions, one JSON per line: node scripts/conformance/corpus.mjs [COUNT]
// Bytes are in base64; a file that stands unchanged in many cases is printed once, and named by its number then.
import { createServer } from 'vite';

const count = Number(process.argv[2] ?? 10_000);
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false }
});
try {
  const { corpus } = await server.ssrLoadModule('/src/spec/testing/corpus/corpus.ts');
  const known = new Map();
  for (const { id, group, text, files } of corpus(count)) {
    const added = [];
    const named = Object.entries(files).map(([name, bytes]) => {
      if (!known.has(bytes)) {
        known.set(bytes, known.size);
        added.push(Buffer.from(bytes).toString('base64'));
      }
      return [name, known.get(bytes)];
    });
    const line = { id, group, text: Buffer.from(text).toString('base64'), files: named, added };
    if (!process.stdout.write(`${JSON.stringify(line)}\n`)) {
      await new Promise(resolve => process.stdout.once('drain', resolve));
    }
  }
} finally {
  await server.close();
}
