// What a screen reader, a keyboard and weak eyes need: axe-core finds nothing in any theme, language or size.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, started, withPage } from './harness.mjs';
import { card, tier } from './app.mjs';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

const table = (page) => page.getByRole('button', { name: /^(Table|표)$/ });

for (const viewport of [DESK, PHONE]) {
  for (const locale of ['en-US', 'ko-KR']) {
    for (const colorScheme of ['light', 'dark']) {
      const phone = viewport === PHONE;
      test(`no violation: ${phone ? 'phone' : 'desk'}, ${locale}, ${colorScheme}`, async () => {
        await withPage({ viewport, locale, colorScheme, touch: phone, reducedMotion: 'reduce' }, async (page) => {
          await started(page);
          assert.equal(await page.locator('html').getAttribute('lang'), locale.slice(0, 2));
          await assertAccessible(page);
          if (phone) {
            // Every sheet, one after another.
            const sections = page.locator('.bottom-nav button');
            for (let index = await sections.count() - 1; index > 0; index -= 1) {
              await sections.nth(index).tap();
              await assertAccessible(page);
            }
            await sections.nth(0).tap();
            await page.locator('.zoom button').nth(2).tap();
            await page.touchscreen.tap(...await middleOf(card(page, 'ec2')));
          } else {
            await tier(page, 'rds').click();
            await card(page, 'ec2').click();
          }
          await page.locator('.stage .is-selected[data-service=ec2]').waitFor();
          await assertAccessible(page);
          if (phone) return;
          await page.locator('.share-button').click();
          await assertAccessible(page, 'dialog');
          await page.keyboard.press('Escape');
          await table(page).click();
          await assertAccessible(page);
        });
      });
    }
  }
}

test('no violation in high contrast', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.locator('.preferences-top [data-theme-choice=contrast]').click();
    await assertAccessible(page);
  });
});

async function middleOf(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  return [x + width / 2, y + height / 2];
}

test('the table tells what the drawing shows', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await tier(page, 'rds').click();
    await page.locator('.stage [data-service=rds]').waitFor();
    const cards = await page.locator('.stage [data-node]').evaluateAll((all) => all
      .map((one) => ({ id: one.dataset.node, spoken: one.getAttribute('aria-label').split(', ').slice(0, 2) })));
    await table(page).click();
    const rows = await page.locator('tr[data-node]').evaluateAll((all) => all
      .map((one) => ({ id: one.dataset.node, spoken: [one.querySelector('th').textContent, one.querySelectorAll('td')[1].textContent] })));
    assert.deepEqual(rows, cards);
    const edges = await page.locator('.tables table').nth(1).locator('tbody tr').evaluateAll((all) => all
      .map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent).join(' → ')));
    assert.deepEqual(edges, ['Users → EC2', 'EC2 → RDS']);
    // A row chooses its part.
    await page.locator('tr[data-node] button', { hasText: 'RDS' }).click();
    assert.equal(await page.locator('.inspector .name-input').getAttribute('placeholder'), 'RDS');
  });
});
