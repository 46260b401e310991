// What is typed is kept, whatever the page draws meanwhile and however slow the machine is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { drawing, settled, usersNow } from './app.mjs';

const entry = (page) => page.locator('#users-entry');
const search = (page) => page.locator('#find-tier');
const focusedService = (page) => page.evaluate(() => document.activeElement.dataset.service);

/** Has the whole page drawn anew, by a message that comes and goes. */
async function redraw(page) {
  await page.evaluate(() => { window.location.hash = '#s=1.'; });
  await page.locator('[data-message=cannot-open]').waitFor();
  await page.evaluate(() => document.querySelector('[data-message] button').click());
  await page.locator('[data-message]').waitFor({ state: 'detached' });
}

for (const [what, selector, typed, shown] of [
  ['the number of users', '#users-entry', ['25', '00'], '2,500'],
  ['a factor of the chain', '#factor-active_percent', ['1', '2'], '12'],
  ['the name of the drawing', '#drawing-name', ['My ', 'shop'], 'My shop'],
  ['a tier that is looked for', '#find-tier', ['clou', 'df'], 'cloudf'],
]) {
  test(`a redraw between two letters leaves ${what} as typed`, async () => {
    await withPage({}, async (page) => {
      await started(page);
      const field = page.locator(selector);
      await field.focus();
      await field.selectText();
      await page.keyboard.type(typed[0]);
      await redraw(page);
      assert.equal(await field.inputValue(), typed[0]);
      await page.keyboard.type(typed[1]);
      assert.equal(await field.inputValue(), typed.join(''));
      await page.keyboard.press('Tab');
      await redraw(page);
      assert.equal(await field.inputValue(), shown);
    });
  });
}

test('users that grow by themselves do not touch the number being typed', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.locator('.play').click();
    await settled(page, async () => (await usersNow(page)) > 10, 'the users grow');
    await entry(page).focus();
    await entry(page).selectText();
    await page.keyboard.type('1234', { delay: 60 });
    assert.equal(await entry(page).inputValue(), '1234');
    await page.keyboard.press('Enter');
    await settled(page, async () => (await usersNow(page)) >= 1_234, 'the number is taken over');
  });
});

test('what makes no number gives way to what was there', async () => {
  await withPage({}, async (page) => {
    await started(page);
    for (const key of ['Enter', 'Tab', 'Escape']) {
      await entry(page).focus();
      await entry(page).selectText();
      await page.keyboard.type('many');
      await page.keyboard.press(key);
      assert.equal(await entry(page).inputValue(), '10', key);
    }
  });
});

test('a name is shown as it was taken over', async () => {
  await withPage({}, async (page) => {
    await started(page);
    const name = page.locator('#drawing-name');
    for (const [typed, shown] of [['  Shop  ', 'Shop'], ['Shop ', 'Shop']]) {
      await name.fill(typed);
      await page.keyboard.press('Enter');
      assert.equal(await name.inputValue(), shown);
    }
  });
});

for (const slow of [1, 8]) {
  test(`tiers are found and added by keys as fast as they come, on a machine ${slow} times slower`, async () => {
    await withPage({ slow }, async (page) => {
      await started(page);
      const tiers = [['rds', 'managed mysql'], ['s3', 's3'], ['cloudfront', 'cloudf'], ['alb', 'balancer'], ['elasticache', 'cache'], ['ec2', 'ec2']];
      for (const [index, [service, typed]] of tiers.entries()) {
        await page.keyboard.press('/');
        await page.keyboard.type(typed);
        assert.equal(await search(page).inputValue(), typed);
        await page.keyboard.press('Tab');
        assert.equal(await focusedService(page), service);
        await page.keyboard.press('Enter');
        await settled(page, async () => (await drawing(page)).nodes.length === index + 3, `${service} is on the stage`);
      }
    });
  });
}
