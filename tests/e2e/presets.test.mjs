// Every drawing of the story menu shows what the command line prints for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { breaksAt, readouts, setUsers, settled, verdict } from './app.mjs';
import { assertSame, headroom, solve } from './cli.mjs';

const names = headroom('presets').trim().split('\n').map((line) => line.split(/\s/)[0]);

test('each preset of the story menu shows the numbers of the command line', async (t) => {
  await withPage({}, async (page) => {
    await started(page);
    assert.equal(names[0], 'one-box');
    for (const [index, name] of names.entries()) {
      await t.test(name, async () => {
        await page.locator('#menu-story').click();
        const items = page.getByRole('menu').getByRole('menuitem');
        assert.equal(await items.count(), names.length);
        await items.nth(index).click();
        const result = solve(name);
        const nodes = JSON.parse(headroom('preset', name)).nodes;
        await settled(page, async () => (await page.locator('.stage [data-node]').count()) === Object.keys(nodes).length, `${name} is open`);
        await assertSame(page, result, { readouts, breaksAt });
        assert.notEqual((await verdict(page)).kind, 'problem');
      });
    }
  });
});

test('the chip of the users and the label of the limit do not cover each other', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.locator('#menu-story').click();
    await page.getByRole('menuitem').last().click();
    for (const factor of [0.5, 0.8, 1, 1.05, 1.3, 1.7, 2, 3]) {
      await setUsers(page, Math.round((await breaksAt(page)) * factor));
      // At once: the curves come in meanwhile.
      const [chip, label] = await page.evaluate(() => ['.now-chip', '.l-break'].map((part) => {
        const { left, right } = document.querySelector(part).getBoundingClientRect();
        return { left, right };
      }));
      assert.ok(chip.right < label.left || label.right < chip.left, `${factor}: ${JSON.stringify([chip, label])}`);
    }
  });
});

test('a preset past its limit shows the numbers of the command line', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await setUsers(page, 20_000);
    const result = JSON.parse(headroom('solve', 'one-box', '--users', '20000', '--json'));
    assert.equal(result.state, 'saturated');
    await assertSame(page, result, { readouts, breaksAt });
  });
});

test('a drawing of the story is named in the language of the page', async () => {
  await withPage({ locale: 'ko-KR' }, async (page) => {
    await started(page);
    assert.equal(await page.locator('#drawing-name').inputValue(), '서버 한 대');
    await page.locator('#menu-story').click();
    await page.getByRole('menuitem').nth(1).click();
    await settled(page, async () => (await page.locator('#drawing-name').inputValue()) === '데이터베이스를 RDS로', 'the second drawing is open');
  });
});
