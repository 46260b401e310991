// Every figure opens its source: one of each kind. Assumptions are marked; corrections stand where they matter; sizes stand side by side.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, started, withPage } from './harness.mjs';
import { card, tier } from './app.mjs';

const figure = (page, key) => page.locator(`.inspector [data-figure="${key}"]`);

/** Puts a service in and opens its figures. */
async function opened(page, service) {
  if (service !== 'ec2') await tier(page, service).click();
  await card(page, service).click();
  await page.locator('.inspector .sources summary').click();
}

/** What a figure says: its value, where it leads, and whether it is marked as an assumption. */
const told = async (row) => ({
  value: await row.locator('.num').textContent(),
  href: (await row.locator('a').count()) ? await row.locator('a').getAttribute('href') : null,
  assumed: await row.locator('.assumed').count(),
  says: await row.locator('.source').textContent(),
});

test('a price, a measured capacity and a latency open their sources', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await opened(page, 'ec2');
    const type = await page.locator('.inspector [id$="-type"]').inputValue();
    const price = await told(figure(page, `instances/types.${type}.ap-northeast-2`));
    assert.match(price.says, /2025-11-04 · exact/);
    assert.ok(Number(price.value) > 0 && price.assumed === 0);
    const speed = await told(figure(page, `instances/speed.${type.split('.')[0]}.redis`));
    assert.match(speed.href, /^https:\/\//);
    const way = await told(figure(page, 'network.zone_rtt.all'));
    assert.equal(way.value, '0.83');
    assert.ok(way.says.length > 20);
  });
});

test('a limit opens its source, and one without is marked as an assumption', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await opened(page, 'alb');
    const limit = await told(figure(page, 'alb/facts.lcu.new.all'));
    assert.deepEqual([limit.value, limit.assumed], ['25', 0]);
    assert.match(limit.href, /^https:\/\//);
    await opened(page, 'nlb');
    const assumed = await told(figure(page, 'nlb/facts.nlcu.active.all'));
    assert.deepEqual([assumed.value, assumed.assumed], ['100,000', 1]);
    assert.match(assumed.says, /assumption/);
  });
});

test('how popular keys are opens what it rests on', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await opened(page, 'elasticache');
    const basis = page.locator('.inspector [data-basis="zipf_percent"]');
    assert.match(await basis.textContent(), /Breslau/);
    assert.equal(await basis.locator('.assumed').count(), 1);
  });
});

test('the free tier and the exchange rate open their sources', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.locator('[data-tab=cost]').click();
    await page.locator('.bill-rate-source summary').click();
    assert.match(await page.locator('.bill-rate-source .source').textContent(), /1 USD = 1440 KRW/);
    await page.locator('#free-tier').selectOption('twelve_months');
    await page.locator('.bill-free summary').click();
    const rule = page.locator('.bill-free li', { hasText: 'of a load balancer (first 12 months)' });
    assert.equal(await rule.locator('a').getAttribute('href'), 'https://aws.amazon.com/elasticloadbalancing/pricing/');
    assert.ok(await page.locator('.bill-free .assumed').count() > 0);
    await assertAccessible(page, '.dock');
  });
});

for (const locale of ['en-US', 'ko-KR']) {
  test(`corrections stand where they matter (${locale})`, async () => {
    const ko = locale === 'ko-KR';
    await withPage({ locale }, async (page) => {
      await started(page);
      await tier(page, 'alb').click();
      await page.locator('[data-tab=cost]').click();
      const how = (item) => page.locator(`.bill-line[data-item=${item}] .bill-how`).first().textContent();
      assert.match(await how('public_ipv4'), ko ? /연결 여부와 관계없이/ : /attached or not/);
      assert.match(await how('load_balancer'), ko ? /용량 단위/ : /capacity units \(LCU\) are billed on top/);
      await card(page, 'ec2').click();
      const select = (name) => page.locator(`.inspector [id$="-${name}"]`);
      await select('purchase').selectOption('spot');
      await page.locator('.bill-line[data-item=instance]').first().waitFor();
      assert.match(await how('instance'), ko ? /직접 입찰하지 않는다/ : /not bid for by hand/);
      await select('purchase').selectOption('on_demand');
      // A family of the previous generation says so, and what a region does not sell cannot be taken.
      await select('type').selectOption('m4.large').catch(() => select('type').selectOption('c4.large'));
      assert.match(await page.locator('.inspector .notes').textContent(), ko ? /이전 세대/ : /Previous generation/);
      assert.match((await select('type').locator('option:disabled').allTextContents()).join(), ko ? /제공/ : /not offered/);
    });
  });

  test(`bigger and more stand side by side (${locale})`, async () => {
    await withPage({ locale }, async (page) => {
      await started(page);
      await tier(page, 'alb').click();
      await card(page, 'ec2').click();
      await page.locator('.sizes summary').click();
      const rows = await page.locator('.sizes tbody tr').evaluateAll((all) => all
        .map((row) => [row.dataset.way, ...[...row.querySelectorAll('td')].map((cell) => cell.textContent)]));
      const way = Object.fromEntries(rows.map(([name, ...cells]) => [name, cells]));
      assert.deepEqual(Object.keys(way), ['now', 'bigger', 'more-cores', 'one-more', 'same-money']);
      const number = (text) => Number(text.replace(/[^\d.]/g, ''));
      assert.ok(number(way['one-more'][0]) > number(way.now[0]));
      assert.ok(number(way.bigger[1]) > number(way.now[1]));
      const yes = locale === 'ko-KR' ? '예' : 'yes';
      assert.deepEqual([way.now[2], way.bigger[2]], [yes, yes]);
      assert.notEqual(way['one-more'][2], yes);
      await assertAccessible(page, '.inspector');
    });
  });
}
