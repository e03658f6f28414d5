import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, table } from './tools.mjs';

const milliseconds = seconds => `${(seconds * 1000).toFixed(0)} ms`;
const packed = name =>
  gzipSync(readFileSync(join(root, name.includes('worker') ? 'lib/web' : 'zooport/widget', name))).length;

/** What a cell waits for: `import zooport`, and the JavaScript of a report. */
export function cell() {
  const python = [join(root, '.envs/train/bin/python'), join(root, '.venv/bin/python')].find(existsSync) ?? 'python3';
  const took = code => Number(execFileSync(python, ['-c', code], { cwd: root }).toString());
  const clock = 'import time; began = time.perf_counter();';
  const median = code => Array.from({ length: 11 }, () => took(code)).sort((a, b) => a - b)[5];
  table('Python (goal: 100 ms), median of 11', [
    ['import zooport', milliseconds(median(`${clock} import zooport; print(time.perf_counter() - began)`))],
    [
      'and the code of check, export and preview',
      milliseconds(
        median(
          `${clock} import zooport; zooport.check, zooport.export, zooport.preview; print(time.perf_counter() - began)`
        )
      )
    ]
  ]);
  const kilobytes = names => `${(names.reduce((total, name) => total + packed(name), 0) / 1000).toFixed(1)} kB`;
  table('JavaScript of a cell, gzipped', [
    ['for each report (goal: 300 kB)', kilobytes(['loader.js', 'widget.js', 'runtime.worker.js'])],
    ['where a page makes a bundle or saves a mended one', kilobytes(['export.js', 'convert.worker.js'])]
  ]);
}
