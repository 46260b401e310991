// Measures the page in dist/ as a visitor feels it, in headless Chromium: how soon it works, what solving takes, and
// how much the main thread works for each frame while something is dragged. Prints; asserts nothing.
import { cpus } from 'node:os';
import { chromium } from '../tests/e2e/node_modules/playwright-core/index.mjs';
import { serve } from './serve.mjs';

const server = await serve({ dir: 'dist', mount: '/' });
const browser = await chromium.launch({ executablePath: process.env.CHROME || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
console.log(`${cpus().length} × ${cpus()[0].model}, Chromium ${browser.version()}`);

const rank = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const ms = (value) => `${value.toFixed(1)} ms`;

async function opened(run) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    // The first read-out stands once the first drawing is solved and drawn.
    const seen = new MutationObserver(() => {
      if (!document.querySelector('[data-readout] .value')) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => { window.worksAt = performance.now(); }));
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await page.goto(server.url);
  await page.waitForFunction(() => window.worksAt && document.documentElement.dataset.later);
  const result = await run(page, context);
  await context.close();
  return result;
}

/** Main-thread milliseconds of each frame, and the time between frames, while `act` goes on. */
async function frames(page, context, act) {
  const client = await context.newCDPSession(page);
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await client.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame'] } });
  await act();
  const done = new Promise((resolve) => { client.once('Tracing.tracingComplete', resolve); });
  await client.send('Tracing.end');
  await done;
  const begins = events.filter(({ name }) => name === 'BeginMainThreadFrame').sort((a, b) => a.ts - b.ts);
  const { pid, tid } = begins[0];
  const tasks = events.filter((event) => event.pid === pid && event.tid === tid && event.name === 'RunTask' && event.dur);
  const starts = begins.map(({ ts }) => ts);
  const work = starts.slice(1).map((end, index) => tasks.filter(({ ts }) => ts >= starts[index] && ts < end).reduce((sum, { dur }) => sum + dur, 0) / 1000);
  const apart = starts.slice(1).map((ts, index) => (ts - starts[index]) / 1000);
  return { work, apart };
}

async function drag(page, from, along) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 1; step <= 150; step += 1) {
    const { x, y } = along(step / 150);
    await page.mouse.move(from.x + x, from.y + y);
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
}

function told(what, { work, apart }) {
  const slow = apart.filter((time) => time > 25).length / apart.length;
  console.log(`${what}: main thread p50 ${ms(rank(work, 0.5))}, p95 ${ms(rank(work, 0.95))} a frame; ${(slow * 100).toFixed(1)} % of ${apart.length} frames over 25 ms apart`);
}

const loads = [];
for (let time = 0; time < 5; time += 1) loads.push(await opened((page) => page.evaluate(() => window.worksAt)));
console.log(`works after a cold load: median ${ms(rank(loads, 0.5))}, slowest ${ms(Math.max(...loads))}`);

for (const [story, name] of [[null, 'one box'], ['story-7', 'all tiers']]) {
  await opened(async (page, context) => {
    if (story) {
      await page.locator('#menu-story').click();
      await page.locator(`[data-item=${story}]`).click();
      await page.waitForTimeout(1500);
    }
    const slider = await page.locator('.slider').boundingBox();
    const from = { x: slider.x + 12, y: slider.y + 40 };
    told(`dragging the users, ${name}`, await frames(page, context, () => drag(page, from, (share) => ({ x: share * (slider.width - 24), y: 0 }))));
    const card = await page.locator('.stage [data-node]').last().boundingBox();
    const centre = { x: card.x + card.width / 2, y: card.y + 12 };
    told(`dragging a part, ${name}`, await frames(page, context, () => drag(page, centre, (share) => ({ x: -120 * Math.sin(share * 6), y: 40 * Math.sin(share * 9) }))));
  });
}

await browser.close();
await server.close();
