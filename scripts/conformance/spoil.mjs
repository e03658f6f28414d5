// Makes spoiled copies of a bundle, each wrong in one known way: node scripts/conformance/spoil.mjs BUNDLE OUT_DIR
// BUNDLE is a zip or a folder. What each copy must be found out by stands in OUT_DIR/spoiled.json.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'vite';

const [bundle, folder] = process.argv.slice(2);
if (!bundle || !folder) {
  console.error('usage: node scripts/conformance/spoil.mjs BUNDLE OUT_DIR');
  process.exit(2);
}

// The same modules as the check's own, straight from their TypeScript.
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false }
});
try {
  const [{ openPath }, { spoil, isSpoiled }, { createNodeEngine }] = await Promise.all(
    ['src/cli/files/source.ts', 'src/preview/testing/spoil.ts', 'src/runtime/node.ts'].map(path =>
      server.ssrLoadModule(`/${path}`)
    )
  );
  const engine = await createNodeEngine({ threads: 1 });
  const source = await openPath(bundle);
  const results = await spoil(source, { engine });
  await source.close?.();
  await engine.dispose();
  await mkdir(folder, { recursive: true });
  const list = [];
  for (const result of results) {
    if (isSpoiled(result)) {
      const { zip, ...about } = result;
      const file = `${result.name}.bioimageio.zip`;
      await writeFile(join(folder, file), zip);
      list.push({ file, ...about, expected: { ...about.expected, says: about.expected.says?.source } });
      console.log(`${file}: ${result.what}`);
    } else {
      list.push(result);
      console.log(`${result.name}: not made, because ${result.why}`);
    }
  }
  await writeFile(join(folder, 'spoiled.json'), `${JSON.stringify(list, null, 2)}\n`);
} finally {
  await server.close();
}
