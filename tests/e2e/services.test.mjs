// Every service of the palette, put in by keyboard, one after the other: no error on the page, no text that does not fit, a card of its own.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { settled } from './app.mjs';

// HEADROOM_PICTURES names a folder for a picture of each.
const PICTURES = process.env.HEADROOM_PICTURES;
if (PICTURES) mkdirSync(PICTURES, { recursive: true });

/** Texts that are cut off without an ellipsis of their own, or stick out of the inspector or the palette. */
const overflowing = (page) => page.evaluate(() => {
  const found = [];
  for (const panel of document.querySelectorAll('.inspector, .palette-list')) {
    if (!panel.offsetParent) continue;
    const room = panel.getBoundingClientRect();
    if (panel.scrollWidth > panel.clientWidth + 1) found.push(`${panel.className}: ${panel.scrollWidth} in ${panel.clientWidth}`);
    for (const one of panel.querySelectorAll('h2, h3, p, span, label, button, td, th, li, summary')) {
      const box = one.getBoundingClientRect();
      if (!box.width || one.closest('.visually-hidden, svg')) continue;
      const style = getComputedStyle(one);
      const cut = one.scrollWidth > one.clientWidth + 1 && style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis' && style.display !== 'inline';
      const holder = one.parentElement;
      const sticksOut = /grid|flex/.test(getComputedStyle(holder).display) && box.right > holder.getBoundingClientRect().right + 1;
      if (cut || sticksOut || box.right > room.right + 1) found.push(`${one.className || one.tagName}: ${one.textContent.slice(0, 60)}`);
    }
  }
  return found;
});

const drawings = [
  ['en-US', { width: 1440, height: 900 }, 'light'],
  ['ko-KR', { width: 1440, height: 900 }, 'dark'],
  ['ko-KR', { width: 1024, height: 768 }, 'light'],
];

for (const [locale, viewport, colorScheme] of drawings) {
  test(`each service is put in by keyboard and told in full (${locale}, ${viewport.width}, ${colorScheme})`, { timeout: 240_000 }, async () => {
    await withPage({ locale, viewport, colorScheme, reducedMotion: 'reduce' }, async (page) => {
      await started(page);
      const rows = page.locator('.palette [data-service]');
      await rows.first().waitFor({ state: 'attached' });
      const services = await rows.evaluateAll((all) => all.map((one) => [one.dataset.service, one.querySelector('.name').textContent]));
      assert.ok(services.length > 20);
      const problems = [];
      for (const [service, name] of services) {
        // A new drawing each time: the box that comes with it and this service.
        const cards = page.locator('.stage [data-node]');
        const before = await cards.count();
        await page.keyboard.press('/');
        await page.locator('#find-tier').fill(name);
        // The first that is found may be another whose name has this one in it.
        const first = page.locator('.palette [data-service]').first();
        if (await first.getAttribute('data-service') === service) await page.keyboard.press('Enter');
        else await page.locator(`.palette [data-service="${service}"]`).press('Enter');
        await settled(page, async () => (await cards.count()) > before, `${service} is on the stage`);
        await page.keyboard.press('Escape');
        const card = page.locator(`.stage [data-node][data-service="${service}"]`).last();
        await card.focus();
        await page.keyboard.press('Enter');
        await page.locator('.inspector .about p').waitFor();
        assert.ok((await page.locator('.inspector .about p').textContent()).length > 40, service);
        for (const found of await overflowing(page)) problems.push(`${service}: ${found}`);
        if (PICTURES) await page.screenshot({ path: `${PICTURES}/${locale}-${viewport.width}-${service}.png` });
        await page.locator('.inspector .sources summary').click();
        assert.ok(await page.locator('.inspector [data-figure]').count() >= 5, service);
        for (const found of await overflowing(page)) problems.push(`${service}, figures: ${found}`);
        if (PICTURES) await page.locator('.inspector').screenshot({ path: `${PICTURES}/${locale}-${viewport.width}-${service}-figures.png` });
        await page.keyboard.press('Control+z');
        await settled(page, async () => (await cards.count()) === before, `${service} is off the stage`);
      }
      assert.deepEqual(problems, []);
    });
  });
}
