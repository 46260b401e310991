// What clients do about failures, and traffic as it was recorded: set, played, and in the link.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, started, withPage } from './harness.mjs';
import { link } from './app.mjs';
import { log, openFleet, playToTheEnd, shape } from './time.mjs';

test('retries and a circuit breaker are set, cut the attempts of a drawing whose database is gone, and are in the link', async () => {
  let shared;
  await withPage({}, async (page) => {
    await started(page);
    await openFleet(page);
    await page.locator('.resilience summary').click();
    const fill = async (id, value) => { await page.locator(`#${id}`).fill(value); await page.locator(`#${id}`).press('Enter'); };
    await fill('retries', '2');
    await fill('backoff-1', '300');
    await page.locator('#circuit-breaker').check();
    await fill('breaker-open', '20');
    const all = await page.locator('#what-fails option').allInnerTexts();
    await page.locator('#what-fails').selectOption({ index: all.indexOf('RDS: all of it') });
    await page.locator('.time-fail').click();
    await playToTheEnd(page);
    const told = (await log(page)).join('\n');
    assert.match(told, /circuit breaker for pages opens: none are sent\./);
    assert.match(told, /circuit breaker for pages closes\./);
    assert.match(await page.locator('[data-panel=errors]').innerText(), /circuit open/);
    await assertAccessible(page);
    shared = await link(page);
  });
  await withPage({ path: new URL(shared).hash }, async (page) => {
    await started(page);
    await page.locator('[data-tab=time]').click();
    await page.locator('.resilience summary').click();
    const value = (id) => page.locator(`#${id}`).inputValue();
    assert.deepEqual([await value('retries'), await value('backoff-1'), await value('breaker-open')], ['2', '300', '20']);
  });
});

test('recorded traffic is pasted, a malformed line is named and stays to be mended, and the link has it', async () => {
  let shared;
  await withPage({}, async (page) => {
    await started(page);
    await openFleet(page);
    await shape(page, 4);
    const text = page.locator('#replay-text');
    await text.fill('time,users\n0,100\n60;x');
    await text.blur();
    assert.match(await page.locator('.replay [role=alert]').innerText(), /^Line 3 /);
    assert.equal(await text.inputValue(), 'time,users\n0,100\n60;x');
    await text.fill('time,users\n0,100\n60,400\n120,100');
    await text.blur();
    assert.equal(await page.locator('.replay [role=alert]').count(), 0);
    await playToTheEnd(page, 120);
    assert.equal(await text.inputValue(), 'time,users\n0,100\n60,400\n120,100\n');
    assert.match(await page.locator('[data-panel=traffic]').innerText(), /active users\s*10\d/);
    shared = await link(page);
  });
  await withPage({ path: new URL(shared).hash }, async (page) => {
    await started(page);
    await page.locator('[data-tab=time]').click();
    assert.match(await page.locator('#replay-text').inputValue(), /^time,users\n0,100\n60,400\n120,100\n$/);
  });
});
