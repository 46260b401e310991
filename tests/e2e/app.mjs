// The page as its users know it: tiers, cards, read-outs, the users' control. Selectors stand here and nowhere else.
import assert from 'node:assert/strict';
import { patience } from './page.mjs';

/** A reload cuts off what was still loading, the page's icon: the one problem that a test which reloads may see. */
export const RELOADED = /^request failed: \S+\/favicon\.svg net::ERR_ABORTED$/;

/** The four read-outs as shown in words, without what the last edit did to them. */
export function readouts(page) {
  return page.evaluate(() => {
    const words = (part) => {
      const whole = part.cloneNode(true);
      whole.querySelector('.unit-short')?.remove();
      return [...whole.childNodes].map((node) => node.textContent).join(' ').replace(/[\s\u00a0]+/g, ' ').trim();
    };
    const shown = {};
    for (const one of document.querySelectorAll('[data-readout]')) {
      shown[one.dataset.readout] = [...one.querySelectorAll('.value, .sub')].map(words).join(' | ');
    }
    return shown;
  });
}

/** The number of users at which the drawing breaks, as the page knows it. */
export async function breaksAt(page) {
  return Number(await page.locator('[data-readout=bottleneck]').getAttribute('data-breaks-at'));
}

/** The name of what breaks first. */
export async function bottleneck(page) {
  return (await page.locator('[data-readout=bottleneck] .value').textContent()).trim();
}

/** What the page says about the last edit: its kind (raised, same, lowered, none, problem) and its sentence. */
export async function verdict(page) {
  const note = page.locator('[data-verdict]');
  return { kind: await note.getAttribute('data-verdict'), text: (await note.textContent()).trim().replaceAll('\u00a0', ' ') };
}

/** The drawing: parts by number with their service and roles shown, and connections. Where they stand is left out. */
export function drawing(page) {
  return page.evaluate(() => ({
    nodes: [...document.querySelectorAll('.stage [data-node]')].map((node) => `${node.dataset.node} ${node.dataset.service}`).sort(),
    edges: [...document.querySelectorAll('.stage [data-edge]')].map((edge) => edge.dataset.edge).sort(),
  }));
}

/** A card. */
export const card = (page, service, nth = 0) => page.locator(`.stage [data-node][data-service="${service}"]`).nth(nth);

/** A tier of the palette. */
export const tier = (page, service) => page.locator(`.palette button[data-service="${service}"]`);

/** Drags a tier to a point of the stage, given as shares of its width and height. */
export async function dragTier(page, service, x, y) {
  const cards = page.locator('.stage [data-node]');
  const before = await cards.count();
  const from = await tier(page, service).boundingBox();
  const stage = await page.locator('.stage').boundingBox();
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(stage.x + stage.width * x, stage.y + stage.height * y, { steps: 6 });
  await page.locator('.node--ghost').waitFor();
  await page.mouse.up();
  await settled(page, async () => (await cards.count()) === before + 1, `${service} is on the stage`);
}

/** Waits until the users have grown to where the drawing breaks. */
export const grownToTheLimit = (page) => page.locator('[data-message=broke]').waitFor({ timeout: patience(20_000) });

/** Waits for something to become true. */
export async function settled(page, holds, what) {
  const end = Date.now() + patience(5_000);
  while (!(await holds())) {
    assert.ok(Date.now() < end, `waited for: ${what}`);
    await page.waitForTimeout(20);
  }
}

/** Types a number of users. */
export async function setUsers(page, users) {
  const entry = page.locator('#users-entry');
  await entry.fill(String(users));
  await entry.press('Enter');
  await settled(page, async () => (await usersNow(page)) === users, `${users} users`);
}

/** The number of users. */
export const usersNow = async (page) => Number(await page.locator('.slider').getAttribute('aria-valuenow'));

/** The link of the share dialog, which is closed again. */
export async function link(page) {
  await page.locator('.share-button').click();
  const address = await page.locator('#share-link').inputValue();
  await page.keyboard.press('Escape');
  await page.locator('#share-link').waitFor({ state: 'detached' });
  return address;
}
