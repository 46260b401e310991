// Prints what a visitor downloads from dist/: html, css, js and wasm, raw and compressed. 1 kB is 1000 bytes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const GOAL_KB = 200;
const BUDGET_KB = 250;
// The budget is not kept yet (docs/decisions/0004). Until it is, the size may only fall: lower this with each step.
const CEILING_KB = 375;
const DIST = 'dist';

if (!existsSync(DIST)) {
  console.error("size: there is no dist/: run 'make build' first");
  process.exit(1);
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

const rows = files(DIST)
  .filter((file) => ['.html', '.css', '.js', '.wasm'].includes(extname(file)))
  .map((file) => {
    const bytes = readFileSync(file);
    return [file.slice(DIST.length + 1), bytes.length, gzipSync(bytes, { level: 9 }).length, brotli(bytes).length];
  })
  .sort((a, b) => b[3] - a[3]);
const total = ['total', ...[1, 2, 3].map((i) => rows.reduce((sum, row) => sum + row[i], 0))];

const width = Math.max(...[...rows, total].map(([name]) => name.length));
const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(10);
console.log(`${'kB'.padEnd(width)}${['raw', 'gzip', 'brotli'].map((head) => head.padStart(10)).join('')}`);
for (const [name, ...sizes] of [...rows, total]) console.log(`${name.padEnd(width)}${sizes.map(kB).join('')}`);

const kilobytes = total[3] / 1000;
const size = `${kilobytes.toFixed(1)} kB brotli`;
if (kilobytes > CEILING_KB) {
  console.error(`size: ${size} is above the ceiling of ${CEILING_KB} kB, and far above the budget of ${BUDGET_KB} kB`);
  process.exitCode = 1;
} else if (kilobytes > BUDGET_KB) {
  console.log(`size: WARNING: ${size} breaks the budget of ${BUDGET_KB} kB; it may only fall until it is kept`);
} else if (kilobytes > GOAL_KB) {
  console.log(`size: warning: ${size} is above the goal of ${GOAL_KB} kB`);
}

function files(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}
