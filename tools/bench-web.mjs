// Times the steady engine in headless Chromium: the cases of `benches/`, compiled as the page is. Prints; asserts
// nothing. `node tools/bench-web.mjs [WORDS]` times the cases that have these words in their names.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { chromium } from '../tests/e2e/node_modules/playwright-core/index.mjs';
import { serve } from './serve.mjs';

const dir = process.env.BENCH_WEB;
const words = process.argv[2] ?? '';
await mkdir(dir, { recursive: true });
await writeFile(`${dir}/start.mjs`, "import init from './bench-web.js';\nawait init();\n");
await writeFile(`${dir}/index.html`, '<!doctype html><meta charset="utf-8"><title>bench</title><body><script type="module" src="start.mjs"></script>');

const server = await serve({ dir, mount: '/' });
const browser = await chromium.launch({ executablePath: process.env.CHROME || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
console.log(`${cpus().length} × ${cpus()[0].model}, Chromium ${browser.version()}; medians`);

/** What the page says at an address. */
async function said(hash) {
  const page = await browser.newPage();
  await page.goto(`${server.url}#${hash}`);
  await page.waitForFunction(() => document.body.textContent.trim(), null, { timeout: 120_000 });
  const told = JSON.parse(await page.evaluate(() => document.body.textContent));
  await page.close();
  return told;
}

for (const [place, name] of (await said('')).entries()) {
  if (name.includes(words)) console.log(`${(await said(place)).toPrecision(3).padStart(8)} ms  ${name}`);
}

await browser.close();
await server.close();
