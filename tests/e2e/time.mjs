// The tab of time as its users know it. Tests of the run import it.
import assert from 'node:assert/strict';
import { patience } from './page.mjs';
import { setUsers } from './app.mjs';

/** A slice spends no more events than this: src/editor/time/budget.rs. */
export const MOST_EVENTS = 80_000;
export const PHONE = { viewport: { width: 390, height: 844 }, touch: true };

export const run = (page) => page.locator('.time').evaluate((time) => Object.fromEntries(Object.entries(time.dataset).map(([key, value]) => [key, Number(value)])));
export const play = (page) => page.locator('.time-play');
export const shape = (page, index) => page.locator('#time-traffic').selectOption(String(index));
export const SPIKE = 1;
export const speed = (page, name) => page.locator('.time-speeds').getByRole('button', { name: `Speed ${name}`, exact: true });
export const log = (page) => page.locator('.log li').allInnerTexts().then((all) => all.map((line) => line.replace(/\s+/g, ' ').trim()));
export const until = (page, head, milliseconds) => settledRun(page, ({ head: now }) => now >= head, `the head is at ${head} s`, milliseconds);

export async function settledRun(page, holds, what, milliseconds = 60_000) {
  const end = Date.now() + patience(milliseconds);
  while (!holds(await run(page))) {
    assert.ok(Date.now() < end, `waited for: ${what}, at ${JSON.stringify(await run(page))}`);
    await page.waitForTimeout(50);
  }
}

/** Every digit of the run: its table, its log, its captions. */
export const digits = (page) => page.evaluate(() => ({
  rows: [...document.querySelectorAll('.time table tbody tr')].map((row) => row.textContent),
  log: [...document.querySelectorAll('.log li')].map((line) => line.textContent),
  panels: [...document.querySelectorAll('[data-panel]')].map((panel) => panel.textContent),
}));

/** Opens a drawing of the story with so many users, and the tab of time. */
export async function openStory(page, story, users) {
  await page.locator('#menu-story').click();
  await page.locator(`[data-item=story-${story}]`).click();
  await setUsers(page, users);
  await page.locator('[data-tab=time]').click();
}

/** The drawing with a fleet in two zones behind a balancer, and users whom it can just serve. */
export const openFleet = (page) => openStory(page, 4, 4_000);

/** Plans that something fails at the head, by its name in the list. */
export async function fail(page, what) {
  await page.locator('#what-fails').selectOption({ label: what });
  await page.locator('.time-fail').click();
}

/** Puts the head somewhere. */
export const scrub = (page, at) => page.locator('.time-range').evaluate((range, value) => {
  range.value = value;
  range.dispatchEvent(new InputEvent('input', { bubbles: true }));
}, at);

/** Watches for long tasks; gives the longest so far, milliseconds. */
export async function watchTasks(page) {
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask', buffered: false });
  });
  return () => page.evaluate(() => ({ longest: Math.max(0, ...window.tasks), count: window.tasks.length }));
}

export async function playToTheEnd(page, length = 600, milliseconds = 60_000) {
  await speed(page, 'Max').click();
  if ((await play(page).getAttribute('aria-pressed')) === 'false') await play(page).click();
  await until(page, length, milliseconds);
  assert.equal(await play(page).getAttribute('aria-pressed'), 'false', 'it stops at its end');
}
