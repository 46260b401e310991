// The bill: every line opens its formula, source, date and confidence, says what the command line says, and follows the free tier and the rate.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, started, withPage } from './harness.mjs';
import { link } from './app.mjs';
import { headroom } from './cli.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, touch: true };
const grouped = (text) => text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
const dollars = (amount) => `${amount < 0 ? '−' : ''}$${grouped(Math.abs(amount).toFixed(2))}`;
const won = (amount) => `${amount < 0 ? '−' : ''}₩${grouped(String(Math.abs(amount)))}`;

/** Opens the last drawing of the story and its bill. */
async function openBill(page) {
  await page.locator('#menu-story').click();
  await page.locator('[data-item=story-7]').click();
  await page.locator('[data-tab=cost]').click();
  await page.locator('.bill-tab').waitFor();
}

const billOf = async (page) => JSON.parse(headroom('cost', await link(page), '--json'));
const figure = (page, key) => page.locator(`[data-figure=${key}]`);

/** Compares every line and every sum with the command line's. */
async function assertBill(page) {
  const bill = await billOf(page);
  const shown = await page.locator('.bill-line').evaluateAll((lines) => lines.map((line) => ({
    item: line.dataset.item,
    usd: line.querySelector('summary .bill-usd').textContent,
    won: line.querySelector('summary .bill-won').textContent,
    source: line.querySelector('.bill-source').textContent,
    facts: [...line.querySelectorAll('dd')].map((fact) => fact.textContent),
  })));
  assert.deepEqual(shown.map(({ item, usd, won: krw, source }) => [item, usd, krw, source]),
    bill.lines.map(({ item, usd, krw, source }) => [item, dollars(usd), won(krw), source]));
  shown.forEach(({ facts }, index) => {
    const line = bill.lines[index];
    assert.equal(facts.length, 4);
    assert.ok(facts[0].includes('=') && facts[0].includes(dollars(line.usd)), facts[0]);
    assert.equal(facts[2], line.as_of || 'undated');
    assert.ok(facts[3].length > 0);
  });
  for (const [key, amount] of [['month', bill.month], ['users', bill.per_1000_users], ['requests', bill.per_million_requests]]) {
    assert.equal(await figure(page, key).locator('.bill-usd').textContent(), dollars(amount.usd));
    assert.equal(await figure(page, key).locator('.bill-won').textContent(), won(amount.krw));
  }
  return bill;
}

test('each line opens its source by key, and says what the command line says', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await openBill(page);
    await assertBill(page);
    const line = page.locator('.bill-line').first();
    await line.locator('summary').focus();
    await page.keyboard.press('Enter');
    assert.equal(await line.locator('.bill-formula').isVisible(), true);
    const href = await line.locator('.bill-source a').getAttribute('href');
    assert.match(href, /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/blob\/[0-9a-f]{7,}\//);
    // A figure without a source is marked where it is closed.
    const bill = await billOf(page);
    assert.equal(await page.locator('.bill-line .assumed').count(), bill.lines.filter(({ assumption }) => assumption).length);
    await assertAccessible(page, '.dock');
  });
});

test('the free tier and the rate of the won are in the link, and can be undone', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await openBill(page);
    const before = await figure(page, 'month').innerText();
    await page.locator('#free-tier').selectOption('twelve_months');
    await page.locator('#krw-rate').fill('1385.5');
    await page.locator('#krw-rate').press('Enter');
    const bill = await assertBill(page);
    assert.equal(bill.free_tier, 'twelve_months');
    assert.deepEqual(bill.krw_per_usd, { value: 1385.5, assumed: false, as_of: '' });
    assert.ok(bill.lines.some(({ item, usd }) => item === 'free_tier' && usd < 0));
    await page.keyboard.press('Escape');
    await page.locator('.bill-parts').focus();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    assert.equal(await figure(page, 'month').innerText(), before);
  });
});

test('a price list older than a year says so, and a younger one does not', async () => {
  for (const [date, old] of [['2026-11-05', 1], ['2026-11-04', 0]]) {
    await withPage({ before: (page) => page.clock.setFixedTime(new Date(`${date}T12:00:00Z`)) }, async (page) => {
      await started(page);
      await page.locator('[data-tab=cost]').click();
      await page.locator('.bill-tab').waitFor();
      assert.equal(await page.locator('.bill-old').count(), old, date);
    });
  }
});

test('the bill is read on a phone, in Korean', async () => {
  await withPage({ ...PHONE, locale: 'ko-KR' }, async (page) => {
    await started(page);
    await page.locator('.bottom-nav button').nth(2).click();
    await page.locator('[data-tab=cost]').click();
    const line = page.locator('.bill-line summary').first();
    await line.tap();
    await page.locator('.bill-facts').first().waitFor({ state: 'visible' });
    const box = await line.boundingBox();
    assert.ok(box.height >= 44, `${box.height}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(wide, 0);
    await assertAccessible(page, '.dock');
  });
});
