// Prints what a visitor downloads from dist/: html, css, js and wasm, raw and compressed. 1 kB is 1000 bytes.
// The first load is what stands between the address and a page that works; the later part comes behind it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const GOAL_KB = 200;
const BUDGET_KB = 250;
const LATER = /-later-/;
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
const sum = (name, part) => [name, ...[1, 2, 3].map((column) => part.reduce((whole, row) => whole + row[column], 0))];
const firstLoad = sum('first load', rows.filter(([name]) => !LATER.test(name)));
const table = [...rows.filter(([name]) => !LATER.test(name)), firstLoad, ...rows.filter(([name]) => LATER.test(name)), sum('total', rows)];

const width = Math.max(...table.map(([name]) => name.length));
const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(10);
console.log(`${'kB'.padEnd(width)}${['raw', 'gzip', 'brotli'].map((head) => head.padStart(10)).join('')}`);
for (const [name, ...sizes] of table) console.log(`${name.padEnd(width)}${sizes.map(kB).join('')}`);

const kilobytes = firstLoad[3] / 1000;
if (kilobytes > BUDGET_KB) {
  console.error(`size: the first load is ${kilobytes.toFixed(1)} kB brotli, above the budget of ${BUDGET_KB} kB`);
  process.exitCode = 1;
} else if (kilobytes > GOAL_KB) {
  console.log(`size: warning: the first load is ${kilobytes.toFixed(1)} kB brotli, above the goal of ${GOAL_KB} kB`);
}

function files(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}
