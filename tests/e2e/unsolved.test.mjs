// A drawing that cannot be solved: the page says that there is no result, and colours nothing as if there were one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { card, readouts, settled, verdict } from './app.mjs';

const trackColours = (page) => page.locator('.slider .seg').evaluateAll((all) => [...new Set(all
  .filter((part) => part.getBBox().width > 0).map((part) => getComputedStyle(part).stroke))]);

for (const [locale, nothing] of [['en-US', 'No result'], ['ko-KR', '결과 없음']]) {
  test(`a drawing without a box has no result, no bottleneck and no limit (${locale})`, async () => {
    await withPage({ locale }, async (page) => {
      await started(page);
      // The knee, from where on the track is amber, comes with the curves.
      await settled(page, async () => (await trackColours(page)).length === 3, 'green, amber and red');
      const solved = await trackColours(page);
      await card(page, 'ec2').click();
      await page.keyboard.press('Delete');
      assert.equal((await verdict(page)).kind, 'problem');
      const shown = await readouts(page);
      assert.deepEqual(shown.bottleneck.split(' | '), [nothing, '']);
      assert.match(shown.latency, /^–/);
      const colours = await trackColours(page);
      assert.equal(colours.length, 1);
      assert.ok(!solved.includes(colours[0]), colours[0]);
      assert.equal(await page.locator('.slider .flags *').count(), 0);

      // Mended, it has one again.
      await page.keyboard.press('Control+z');
      await settled(page, async () => `${await trackColours(page)}` === `${solved}`, 'the same colours as before');
    });
  });
}
