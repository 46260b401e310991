// Capacity and stores in time: a table that is given more capacity in the run, and a host of containers that fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { patience, started, withPage } from './harness.mjs';
import { settled } from './app.mjs';

const packed = (drawing) => `#s=1.${deflateSync(Buffer.from(JSON.stringify(drawing))).toString('base64url')}`;
const at = (x) => ({ x, y: 280 });
const drawn = (app, database) => packed({
  version: 1,
  nodes: { 1: { service: 'users', at: at(40) }, 2: { at: at(400), ...app }, 3: { at: at(760), ...database }, 4: { service: 's3', at: at(1120) } },
  edges: [{ from: 1, to: 2 }, { from: 1, to: 4 }, { from: 2, to: 3 }, { from: 2, to: 4 }],
});
const TABLE = drawn(
  { service: 'ec2', roles: ['web', 'app'], settings: { type: 'm5.2xlarge' } },
  { service: 'dynamodb', settings: { capacity_mode: 'provisioned', read_capacity: 200, write_capacity: 50 } },
);
const HOSTS = drawn(
  { service: 'containers', settings: { launch: 'ec2', count: 4 } },
  { service: 'rds' },
);

const log = (page) => page.locator('.log li').allInnerTexts().then((all) => all.map((line) => line.replace(/\s+/g, ' ').trim()));
const open = async (page) => {
  await started(page);
  await page.locator('[data-tab=time]').click();
};
const plan = async (page, label) => {
  await page.locator('#what-fails').selectOption({ label });
  await page.locator('.time-fail').click();
};
const play = async (page) => {
  await page.locator('.time-speeds').getByRole('button', { name: 'Speed Max', exact: true }).click();
  await page.locator('.time-play').click();
};

test('capacity is set in the run, its numbers are typed, and the log tells of it', async () => {
  await withPage({ path: TABLE }, async (page) => {
    await open(page);
    await plan(page, 'DynamoDB: to 400 RCU · 100 WCU');
    assert.equal(await page.locator('.planned li').count(), 1);
    await page.locator('#fails-WCU-0').fill('300');
    await page.locator('#fails-WCU-0').press('Enter');
    await page.locator('#fails-at-0').fill('20');
    await page.locator('#fails-at-0').press('Enter');
    assert.equal(await page.locator('.planned-name').innerText(), 'DynamoDB: to 400 RCU · 300 WCU');
    await play(page);
    const told = (line) => line === '0:20 The capacity of DynamoDB is set to 400 RCU · 300 WCU.';
    await settled(page, async () => (await log(page)).some(told), 'the log tells of the capacity');
  });
});

test('a host of containers fails with its tasks, and others start', async () => {
  await withPage({ path: HOSTS }, async (page) => {
    await open(page);
    await plan(page, 'Containers: one host');
    await play(page);
    const end = Date.now() + patience(60_000);
    const expected = [/fails with all tasks on it\.$/, /the capacity provider goes from 1 to 2 hosts\.$/, /tasks can be placed on 2 hosts\.$/];
    const missing = async () => {
      const lines = await log(page);
      return expected.filter((what) => !lines.some((line) => what.test(line)));
    };
    while ((await missing()).length > 0) {
      assert.ok(Date.now() < end, `not told: ${await missing()} in ${(await log(page)).join(' | ')}`);
      await page.waitForTimeout(100);
    }
  });
});
