// Two drawings with the same arrivals: by a link, and the same drawing coupled the other way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, started, withPage } from './harness.mjs';
import { link, settled } from './app.mjs';
import { SPIKE, fail, openStory, playToTheEnd, shape } from './time.mjs';

const against = (page, value) => page.locator('#time-against').selectOption(value);
const legend = (page) => page.locator('.compare-legend').innerText().then((text) => text.replace(/\s+/g, ' '));
/** What is drawn of one of both lines of a chart. */
const way = (page, panel, line) => page.locator(`[data-panel=${panel}] path.tl-${line}`).getAttribute('d');
/** How many different heights a line has. */
const heights = (drawn) => new Set(drawn.match(/(?<=[V ])[\d.]+/g)).size;

test('two drawings are played side by side: this one, and that of a pasted link', async () => {
  let other;
  await withPage({}, async (page) => {
    await started(page);
    await openStory(page, 4, 4_000);
    other = await link(page);
  });
  await withPage({}, async (page) => {
    await started(page);
    await openStory(page, 5, 4_000);
    await shape(page, SPIKE);
    await page.locator('#time-length').selectOption('300');
    await against(page, 'link');
    assert.equal(await page.locator('.against-name').count(), 0, 'nothing is wrong before anything is given');
    const field = page.locator('.against-link');
    await field.fill('https://example.org/#nothing');
    await field.press('Enter');
    await settled(page, async () => (await page.locator('.against-name[role=alert]').count()) === 1, 'it is no link');
    await field.fill(other);
    await field.press('Enter');
    await settled(page, async () => (await page.locator('.compare-legend').count()) === 1, 'both are named');
    assert.match(await legend(page), /A .+ B Load balancer Only in A: .+\./);
    await playToTheEnd(page, 300);
    for (const panel of ['throughput', 'p95', 'p99', 'utilisation']) {
      for (const line of ['a', 'b']) assert.ok(heights(await way(page, panel, line)) > 1, `${panel} ${line} is drawn`);
    }
    assert.notEqual(await way(page, 'p99', 'a'), await way(page, 'p99', 'b'), 'they differ');
    await assertAccessible(page);

    // Without the other one the charts are its own again.
    await against(page, '');
    await settled(page, async () => (await page.locator('[data-panel=latency]').count()) === 1, 'its own charts');
  });
});

test('tightly against loosely coupled: the workers fail, and only those who call them fail with them', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await openStory(page, 7, 6_000);
    await page.locator('#time-length').selectOption('300');
    await against(page, 'coupling');
    await settled(page, async () => (await page.locator('.compare-legend').count()) === 1, 'both are named');
    assert.equal(await legend(page), 'A loosely coupled B tightly coupled B has no SQS: EC2 → Workers, and the user waits until the job is done.');
    await fail(page, 'Workers: all of it');
    await playToTheEnd(page, 300);
    assert.equal(heights(await way(page, 'errors', 'a')), 1, 'a queue keeps the jobs: no user notices');
    assert.ok(heights(await way(page, 'errors', 'b')) > 2, 'calls fail while the workers are gone');
    assert.ok(heights(await way(page, 'waiting', 'a')) > 2, 'the jobs wait');
    await assertAccessible(page);
  });
});

test('where no queue has a place it is said why', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await openStory(page, 5, 1_000);
    await against(page, 'coupling');
    const why = page.locator('.time-charts .problem');
    await why.waitFor();
    assert.match(await why.innerText(), /^Nobody hands jobs to workers here: a queue has no place\./);
    await playToTheEnd(page);
    assert.equal(await page.locator('[data-panel=latency]').count(), 1, 'its own run is played all the same');
  });
});
