// A day of a million users: played to its end, with how each second was computed on the screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { settled } from './app.mjs';
import { MOST_EVENTS, openStory, play, playToTheEnd, run, scrub, settledRun, shape, speed, watchTasks } from './time.mjs';

const DAY = 86_400;
const DAY_CURVE = 3;
/** A day takes some ten seconds of a quiet processor. */
const PATIENCE = 180_000;

const method = (page) => page.locator('.time-method').innerText();
const value = async (page, panel, name) => {
  const text = await page.locator(`[data-panel=${panel}] .panel-caption`).innerText();
  return text.replace(/\s+/g, ' ').match(new RegExp(`${name} (\\S+)`))?.[1];
};

test('a day of a million users is played to its end as a fluid, and a close-up shows percentiles of simulated requests', async (t) => {
  await withPage({}, async (page) => {
    await started(page);
    await openStory(page, 7, 1_000_000);
    await shape(page, DAY_CURVE);
    await page.locator('#time-length').selectOption(String(DAY));
    const tasks = await watchTasks(page);
    const begun = Date.now();
    await playToTheEnd(page, DAY, PATIENCE);
    const { mostEvents, longestMs, slices } = await run(page);
    const { longest, count } = await tasks();
    t.diagnostic(`${((Date.now() - begun) / 1000).toFixed(1)} s, ${slices} slices, the most ${mostEvents} events, the longest ${longestMs} ms; ${count} tasks of 50 ms and more, the longest ${longest.toFixed(0)} ms`);
    assert.ok(mostEvents > 0 && mostEvents <= MOST_EVENTS, `${mostEvents} events in a slice`);

    // Which method made it is told: for all, for the second at the head, and in each chart.
    assert.match(await page.locator('.tabs .meta').innerText(), /^fluid · [\d,]+ requests so far, [\d,]+ of them simulated · seed 42$/);
    assert.equal(await method(page), 'fluid');
    assert.match(await page.locator('.panels-note').allInnerTexts().then((all) => all.join(' ')), /Dotted lines are a fluid with percentiles of steady states/);
    for (const panel of ['traffic', 'latency']) {
      assert.ok((await page.locator(`[data-panel=${panel}] .tl.is-fluid`).count()) > 0, `${panel} is dotted`);
      assert.match(await page.locator(`[data-panel=${panel}] .close-band`).getAttribute('d'), /M/, `${panel} has bands`);
    }

    // A minute in the night is looked at closely.
    await scrub(page, 12_345);
    assert.equal(await method(page), 'fluid');
    await page.locator('.time-look').click();
    await settledRun(page, ({ simulated, head }) => simulated >= head && head === 12_345, 'the run has caught up', PATIENCE);
    await speed(page, '10×').click();
    await play(page).click();
    await settledRun(page, ({ head }) => head >= 12_360, 'it goes on', PATIENCE);
    await play(page).click();
    await settled(page, async () => (await method(page)) === 'simulated', 'the second at the head is simulated');
    for (const percentile of ['p50', 'p99']) assert.match(await value(page, 'latency', percentile), /^[\d.,]+$/, percentile);
    assert.ok(await page.locator('.time-look').isDisabled(), 'it is looked at already');
  });
});
