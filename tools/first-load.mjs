// Learns what the first screen needs, and writes the names of all other functions into tools/split/later.txt.
// `make first-load` builds a program that marks what runs, and opens it here as visitors do.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '../tests/e2e/node_modules/playwright-core/index.mjs';
import { serve } from './serve.mjs';

const DIST = 'target/first-load';
const LATER = new URL('split/later.txt', import.meta.url);

// The first screen of each size, in each language. (Who has a drawing already waits for both parts: static/boot.js.)
const VISITS = ['en-US', 'ko-KR'].flatMap((locale) =>
  [{ width: 1440, height: 900 }, { width: 1024, height: 768 }, { width: 390, height: 844 }].map((viewport) => ({ locale, viewport })));

const { start, names } = JSON.parse(readFileSync(`${DIST}/functions.json`, 'utf8'));
const server = await serve({ dir: DIST, mount: '/' });
const browser = await chromium.launch({ executablePath: process.env.CHROME || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const used = new Set();
for (const visit of VISITS) {
  const context = await browser.newContext({ ...visit, colorScheme: visit.locale === 'ko-KR' ? 'dark' : 'light', hasTouch: visit.viewport.width < 500 });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...given) => {
      const program = await instantiateStreaming(...given);
      window.program = program.instance.exports;
      return program;
    };
  });
  await page.goto(server.url);
  await page.locator('h1').first().waitFor();
  // The curves are worked out between frames.
  await page.waitForTimeout(3_000);
  // And what it says where the rest cannot be fetched.
  await page.evaluate(() => {
    document.documentElement.dataset.later = 'missing';
    dispatchEvent(new Event('headroom-later'));
  });
  await page.waitForTimeout(200);
  const marks = await page.evaluate(([from, count]) => [...new Uint8Array(window.program.memory.buffer, from, count)], [start, names.length]);
  marks.forEach((mark, index) => { if (mark) used.add(names[index]); });
  await context.close();
}
await browser.close();
await server.close();

// A function without a name of its own cannot be told from others in the next build. What memory and hash tables run
// is partly chance: the table's hashes differ in every visit.
const isChance = (name) => /^<?(hashbrown|indexmap|dlmalloc|__rustc)::/.test(name);
const later = [...new Set(names)].filter((name) => !used.has(name) && !/^\d+$/.test(name) && !isChance(name)).sort();
// Another compiler joins functions in other ways, and so may need others at first.
const compiler = execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim();
writeFileSync(LATER, `# ${compiler}\n${later.join('\n')}\n`);
console.log(`${used.size} of ${new Set(names).size} functions are needed at first; ${later.length} can come later`);
