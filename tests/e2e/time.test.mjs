// The run in time: a spike played, a zone that fails, what the charts and the log say of it, and the same run from its link.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { card, link, settled } from './app.mjs';
import { MOST_EVENTS, PHONE, SPIKE, digits, log, openFleet, play, playToTheEnd, run, scrub, settledRun, shape, speed, until, watchTasks } from './time.mjs';

test('a spike is played, a zone fails, log and charts show it, and the link plays the same run to the digit', async (t) => {
  let shared;
  await withPage({}, async (page) => {
    await started(page);
    await openFleet(page);
    await shape(page, SPIKE);
    const tasks = await watchTasks(page);
    await speed(page, '60×').click();
    await play(page).click();
    await until(page, 130);
    await page.locator('#what-fails').selectOption({ index: 0 });
    await page.locator('.time-fail').click();
    const zone = (line) => /^\d+:\d\d Zone \S+a fails for 2 min: all that stands there is gone\.$/.test(line);
    await settled(page, async () => (await log(page)).some(zone), 'the log tells of the zone');
    assert.equal(await page.locator('[data-panel=traffic] .mark-fail').evaluate((mark) => mark.getAttribute('d').match(/M/g).length), 1);
    assert.equal(await page.locator('.planned li').count(), 1);

    // Cards show the run: some of the fleet is gone.
    await settled(page, async () => ['failing', 'booting', 'saturated'].includes(await card(page, 'ec2').getAttribute('data-status')), 'the card shows it');

    await playToTheEnd(page);
    const { mostEvents, longestMs, slices } = await run(page);
    t.diagnostic(`${slices} slices, the most ${mostEvents} events, the longest ${longestMs} ms; the longest task ${(await tasks()).longest.toFixed(0)} ms`);
    assert.ok(slices > 1 && mostEvents > 0 && mostEvents <= MOST_EVENTS, `${mostEvents} events in a slice`);
    assert.match(await page.locator('.tabs .meta').innerText(), /^full simulation · [\d,]+ requests so far · seed 42$/);
    shared = { address: await link(page), shown: await digits(page) };
    assert.ok(shared.shown.rows.length === 60 && shared.shown.log.some((line) => line.includes('fails for 2')), 'there are digits');
  });

  const { hash } = new URL(shared.address);
  await withPage({ path: hash }, async (page) => {
    await started(page);
    await page.locator('[data-tab=time]').click();
    assert.equal(await page.locator('#time-traffic').inputValue(), String(SPIKE));
    await playToTheEnd(page);
    assert.deepEqual(await digits(page), shared.shown);
  });
});

test('what happens in time is undone and done again like any edit', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.locator('[data-tab=time]').click();
    const state = async () => [await page.locator('#time-traffic').inputValue(), await page.locator('.planned li').count(), await page.locator('#time-length').inputValue()];
    const atStart = await state();
    await shape(page, SPIKE);
    await page.locator('#spike-factor').fill('8');
    await page.locator('#spike-factor').press('Enter');
    assert.match(await page.locator('.since b').innerText(), /^Traffic: Spike × 8 \(2:00\)|Traffic Steady → Spike × 8 \(2:00\)$/);
    await page.locator('#time-length').selectOption('300');
    await page.locator('.time-fail').click();
    await play(page).click();
    const atEnd = await state();
    assert.deepEqual(atEnd, [String(SPIKE), 1, '300']);
    const [undo, redo] = ['Undo', 'Redo'].map((name) => page.getByRole('button', { name, exact: true }));
    for (let step = 0; step < 3; step += 1) await undo.click();
    assert.deepEqual(await state(), atStart);
    for (let step = 0; step < 3; step += 1) await redo.click();
    assert.deepEqual(await state(), atEnd);
    assert.equal(await page.locator('#spike-factor').inputValue(), '8');
  });
});

test('a failure taken back gives the run without it, with the head where it was', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await openFleet(page);
    await speed(page, 'Max').click();
    await play(page).click();
    await until(page, 600);
    const without = await digits(page);
    await scrub(page, 200);
    await page.locator('.time-fail').click();
    await until(page, 600);
    const lines = await log(page);
    assert.ok(lines.some((line) => line.startsWith('3:20 Zone')), lines.join('\n'));
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await settledRun(page, ({ simulated }) => simulated >= 600, 'the run has caught up');
    assert.equal((await run(page)).head, 600);
    assert.deepEqual(await digits(page), without);
  });
});

test('the run stands still while another tab is open', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.locator('[data-tab=time]').click();
    await play(page).click();
    await until(page, 3);
    await page.locator('[data-tab=growth]').click();
    await page.waitForTimeout(400);
    await page.locator('[data-tab=time]').click();
    // What was under way when the tab was left is drawn with the next frame.
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))); }));
    const { head } = await run(page);
    await page.waitForTimeout(400);
    assert.equal((await run(page)).head, head);
    assert.equal(await play(page).getAttribute('aria-pressed'), 'false');
  });
});

test('one-minute metrics have one step a minute', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await openFleet(page);
    await shape(page, SPIKE);
    await playToTheEnd(page);
    const steps = () => page.locator('[data-panel=traffic] path.tl-done').evaluate((path) => path.getAttribute('d').match(/H/g).length);
    // A column for each pixel, which is several seconds.
    assert.ok((await steps()) > 100, `${await steps()} steps`);
    await page.locator('.time-metrics button').nth(1).click();
    assert.equal(await steps(), 10);
  });
});

test('the run by keys alone: play, step, scrub, fail', async () => {
  const before = (page) => page.addInitScript(() => {
    window.pointers = 0;
    for (const kind of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(kind, () => { window.pointers += 1; }, true);
  });
  await withPage({ before }, async (page) => {
    await started(page);
    const tabTo = async (selector, key = 'Tab') => {
      const there = () => page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
      for (let presses = 0; presses < 90 && !(await there()); presses += 1) await page.keyboard.press(key);
      assert.ok(await there(), `${key} reaches ${selector}`);
    };
    await tabTo('[data-tab=growth]');
    await page.keyboard.press('ArrowRight');
    assert.ok(await page.evaluate(() => document.activeElement.matches('[data-tab=time]')), 'the focus is on the tab');
    await tabTo('.time-charts');
    await page.keyboard.press('Space');
    await until(page, 3);
    await page.keyboard.press('Space');
    const { head } = await run(page);
    await page.keyboard.press('.');
    await until(page, Math.floor(head) + 1);
    assert.equal((await run(page)).head, Math.floor(head) + 1);
    await tabTo('.time-range', 'Shift+Tab');
    await page.keyboard.press('Home');
    assert.equal((await run(page)).head, 0);
    await page.keyboard.press('ArrowRight');
    assert.equal((await run(page)).head, 1);
    await tabTo('.time-fail');
    await page.keyboard.press('Enter');
    await settled(page, async () => (await log(page)).length > 0, 'the log tells of it');

    // From a card: X lets it fail, wherever the dock is.
    await tabTo('[data-tab=time]', 'Shift+Tab');
    await page.keyboard.press('ArrowLeft');
    await tabTo('.stage [data-service=ec2]', 'Shift+Tab');
    await page.keyboard.press('x');
    assert.equal(await page.locator('.planned li').count(), 2);
    assert.equal(await page.evaluate(() => window.pointers), 0, 'no pointer was used');
  });
});

test('on a phone the run is played, scrubbed and failed by taps in its sheet', async () => {
  await withPage(PHONE, async (page) => {
    await started(page);
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Analysis', exact: true }).tap();
    await page.locator('[data-tab=time]').tap();
    await speed(page, '60×').tap();
    await play(page).tap();
    await until(page, 20);
    await page.locator('.time-fail').tap();
    await settled(page, async () => (await log(page)).length > 0, 'the log tells of it');
    await play(page).tap();
    const { x, y, width, height } = await page.locator('.time-range').boundingBox();
    await page.touchscreen.tap(x + 12, y + height / 2);
    await settled(page, async () => (await run(page)).head < 12, 'the head is near the start');
    assert.ok(width > 300, 'the track has the width of the sheet');
    const wide = await page.locator('.in-time').evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth);
    assert.equal(wide, 0, 'nothing is wider than the screen');
    for (const button of await page.locator('.time button:visible').all()) {
      const box = await button.boundingBox();
      assert.ok(box.height >= 40 && box.width >= 24, `${await button.getAttribute('aria-label')}: ${box.width} × ${box.height}`);
    }
  });
});
