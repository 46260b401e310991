// The program in two parts: the first shows the page, the later one comes behind it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { RELOADED, card, dragTier, readouts, tier } from './app.mjs';

const LATER = /-later-[0-9a-f]+\.wasm$/;

// What the first screen needs was learnt with one compiler. Under another it may ask early, which only costs time.
const learntWith = readFileSync(new URL('../../tools/split/later.txt', import.meta.url), 'utf8').split('\n')[0].slice(2);
const compiler = execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim();
const skip = compiler !== learntWith && `learnt with ${learntWith}, built with ${compiler}`;

/** Notes how the later part is asked for: behind the page ('fetch'), or by a program that waits for it ('xhr'). */
function noting(asked, each = (route) => route.continue()) {
  return (page) => page.route(LATER, (route) => {
    asked.push(route.request().resourceType());
    return each(route, asked.length);
  });
}

/** Waits until the later part is there, or could not be fetched. */
const tried = (page, outcome = 'there') => page.locator(`html[data-later=${outcome}]`).waitFor({ state: 'attached' });

for (const [locale, viewport] of [['en-US', { width: 1440, height: 900 }], ['ko-KR', { width: 390, height: 844 }]]) {
  test(`the first screen needs nothing of the later part: else 'make first-load' is due (${locale})`, { skip }, async () => {
    const asked = [];
    await withPage({ locale, viewport, before: noting(asked) }, async (page) => {
      await started(page);
      await page.waitForTimeout(2_000);
      await tried(page);
      assert.deepEqual(asked, ['fetch']);
    });
  });
}

test('a drawing in the address waits for the later part, and does not ask for it a second time', async () => {
  const asked = [];
  await withPage({ path: '#s=1.broken', before: noting(asked) }, async (page) => {
    await started(page);
    await page.locator('[data-message=cannot-open]').waitFor();
    await tried(page);
    assert.deepEqual(asked, ['fetch']);
  });
});

test('somebody who comes back waits for both parts, and asks for each once', async () => {
  const asked = [];
  await withPage({ before: noting(asked), allow: [RELOADED] }, async (page) => {
    await started(page);
    await tried(page);
    await dragTier(page, 'rds', 0.7, 0.3);
    await page.waitForFunction(() => localStorage.getItem('headroom.drawing')?.includes('rds'));
    asked.length = 0;
    await page.reload();
    await started(page);
    await tried(page);
    assert.equal(await card(page, 'rds').count(), 1);
    assert.deepEqual(asked, ['fetch']);
  });
});

test('what needs the later part before it is there gets it at once', { skip }, async () => {
  const asked = [];
  const lost = (route, time) => (time === 1 ? route.abort() : route.continue());
  await withPage({ before: noting(asked, lost), allow: [/^request failed: \S+-later-\S+ net::ERR_FAILED$/, /^console: Failed to load resource/] }, async (page) => {
    await started(page);
    await tried(page, 'missing');
    await page.locator('.palette-list button', { hasText: 'Load it' }).click();
    await tried(page);
    await dragTier(page, 'rds', 0.7, 0.3);
    assert.equal(await card(page, 'rds').count(), 1);
    assert.deepEqual(asked, ['fetch', 'xhr']);
  });
});

test('who types in the palette before its list is there gets it at once', { skip }, async () => {
  const asked = [];
  // The part is on its way for a while; the browser gives both requests the same answer.
  const slow = (route) => { setTimeout(() => route.continue(), 1_000); };
  await withPage({ before: noting(asked, slow) }, async (page) => {
    await started(page);
    await page.locator('#find-tier').pressSequentially('rds');
    await tier(page, 'rds').waitFor();
    await tried(page);
    assert.deepEqual(asked, ['fetch', 'xhr']);
  });
});

for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
  test(`drawing and results are there before the later part, and nothing moves when it comes (${viewport.width})`, { skip }, async () => {
    let release;
    const held = new Promise((done) => { release = done; });
    const before = noting([], async (route) => { await held; await route.continue(); });
    await withPage({ viewport, before }, async (page) => {
      await started(page);
      await page.waitForTimeout(500);
      const boxes = () => page.evaluate(() => Object.fromEntries(
        ['.topbar', '.users', '.slider', '.readouts', '.palette', '.stage', '.dock', '.inspector', '.stage [data-node]']
          .flatMap((part) => [...document.querySelectorAll(part)].map((one, index) => [part + index, JSON.stringify(one.getBoundingClientRect())]))));
      const at = await boxes();
      assert.ok(Object.keys(at).length >= 9);
      const said = await readouts(page);
      assert.match(Object.values(said).join(' '), /ms .*\/s .*CPU.*\$/);
      release();
      await tried(page);
      await page.locator('.growth-chart path, .growth-chart polyline').first().waitFor({ state: 'attached' });
      await tier(page, 'rds').waitFor({ state: 'attached' });
      assert.deepEqual(await boxes(), at);
      assert.deepEqual(await readouts(page), said);
    });
  });
}

test('a page that cannot get the later part says so, and the drawing is there after a reload', { skip }, async () => {
  const asked = [];
  let online = true;
  const lost = (route) => (online ? route.continue() : route.abort());
  const allow = [RELOADED, /-later-/, /^console: Failed to load resource/, /^exception: /, /^console: Uncaught/];
  await withPage({ before: noting(asked, lost), allow }, async (page) => {
    await started(page);
    await dragTier(page, 'rds', 0.7, 0.3);
    await page.waitForFunction(() => localStorage.getItem('headroom.drawing')?.includes('rds'));
    online = false;
    // What is drawn with the database is in the later part.
    await page.reload();
    await page.locator('#recovery').waitFor();
    online = true;
    await page.locator('#recovery-reload').click();
    await started(page);
    await card(page, 'rds').waitFor();
  });
});
