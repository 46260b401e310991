// The tab of time for those who hear it, in every size, language and theme.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, started, withPage } from './harness.mjs';
import { SPIKE, play, shape, until } from './time.mjs';

for (const viewport of [{ width: 1440, height: 900 }, { width: 1024, height: 768 }, { width: 390, height: 844 }]) {
  for (const locale of ['en-US', 'ko-KR']) {
    for (const colorScheme of ['light', 'dark']) {
      const phone = viewport.width < 600;
      test(`no violation in the tab of time: ${viewport.width} px, ${locale}, ${colorScheme}`, async () => {
        await withPage({ viewport, locale, colorScheme, touch: phone, reducedMotion: 'reduce' }, async (page) => {
          await started(page);
          if (phone) await page.locator('.bottom-nav button').nth(2).tap();
          await page.locator('[data-tab=time]').click();
          await assertAccessible(page);
          await shape(page, SPIKE);
          await page.locator('.time-speeds button').nth(2).click();
          await play(page).click();
          await until(page, 150);
          await page.locator('.time-fail').click();
          await until(page, 170);
          await play(page).click();
          await assertAccessible(page);
          const cut = await page.locator('.time').evaluate((time) => time.scrollWidth - time.clientWidth);
          assert.equal(cut, 0, 'nothing is cut off at the side');
        });
      });
    }
  }
}
