// While the run is shown, all of the page shows its second; and a part fails at its place on the canvas.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { card, readouts, settled } from './app.mjs';
import { PHONE, SPIKE, fail, log, openFleet, play, run, shape, speed, until } from './time.mjs';

const chips = (page) => page.locator('.readout .is-run').allInnerTexts();
const corner = async (page, service) => {
  const { x, y, width } = await card(page, service).locator('.card').boundingBox();
  return [x + width, y];
};

test('tiles, cards, minimap and tables show the second of the run, and say so', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await openFleet(page);
    const steady = await readouts(page);
    assert.deepEqual(await chips(page), [], 'before it is played the steady state is shown');
    await shape(page, SPIKE);
    await speed(page, '60×').click();
    await play(page).click();
    await until(page, 125);
    await speed(page, '10×').click();
    await fail(page, 'Zone ap-northeast-2a');
    // It lasts for two minutes.
    await until(page, Number(await page.locator('#fails-at-0').inputValue()) + 15);
    await play(page).click();
    assert.equal(await play(page).getAttribute('aria-pressed'), 'false');
    const { head } = await run(page);
    const clock = `${Math.floor(head / 60)}:${String(Math.floor(head % 60)).padStart(2, '0')}`;
    assert.deepEqual(await chips(page), Array(4).fill(`run at ${clock}`));
    const shown = await readouts(page);
    for (const id of Object.keys(steady)) assert.notEqual(shown[id], steady[id], id);

    // The tile says what the chart says at the head.
    const done = (await page.locator('[data-panel=traffic] .tl-done').first().innerText()).match(/[\d,.]+/)[0];
    assert.ok(shown.throughput.startsWith(`${done} `), `${shown.throughput}, ${done}`);

    // One of two instances is dead: a mark for each, and its zone is crossed out.
    assert.equal(await card(page, 'ec2').getAttribute('data-status'), 'failing');
    assert.deepEqual([await card(page, 'ec2').locator('.alive-in-service').count(), await card(page, 'ec2').locator('.alive-dead').count()], [1, 1]);
    assert.equal(await card(page, 'ec2').locator('.az.is-dead').count(), 1);
    assert.equal(await page.locator('.minimap .mm-failing').count(), await page.locator('.stage [data-status=failing]').count());

    await page.getByRole('button', { name: 'Table', exact: true }).click();
    assert.equal(await page.locator('.tables caption').first().innerText(), `Parts at ${clock} of the run`);
    const row = await page.locator('tr[data-node]', { hasText: 'EC2' }).locator('td').allInnerTexts();
    assert.deepEqual(row.slice(1, 4).map((cell) => cell.trim()), ['failing', '1', '1 failed']);
    await page.getByRole('button', { name: 'Diagram', exact: true }).click();

    // Back over users everything is the steady state.
    await page.locator('[data-tab=growth]').click();
    assert.deepEqual(await chips(page), []);
    assert.deepEqual(await readouts(page), steady);
    assert.equal(await page.locator('.stage .alive, .stage .az.is-dead').count(), 0);
  });
});

test('a part fails at its place: by the bolt on its card, and by a key', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await openFleet(page);
    await card(page, 'rds').hover();
    await page.mouse.click(...await corner(page, 'rds'));
    await settled(page, async () => (await log(page)).some((line) => /RDS/.test(line)), 'the log tells of the database');
    assert.equal(await page.locator('.planned li').count(), 1);
    await page.locator('.time-play[aria-pressed=true]').click();

    await card(page, 'ec2').focus();
    await page.keyboard.press('x');
    await settled(page, async () => (await log(page)).some((line) => /EC2/.test(line)), 'the log tells of the fleet');
    assert.equal(await page.locator('.planned li').count(), 2);
  });
});

test('a part fails at its place by two taps: on its card, and on its bolt', async () => {
  await withPage(PHONE, async (page) => {
    await started(page);
    const section = (name) => page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name, exact: true });
    await section('Analysis').tap();
    await page.locator('[data-tab=time]').tap();
    await section('Drawing').tap();
    await page.getByRole('button', { name: 'Fit the drawing' }).tap();
    const { x, y, width, height } = await card(page, 'ec2').locator('.card').boundingBox();
    await page.touchscreen.tap(x + width / 2, y + height / 2);
    await page.locator('.stage .is-selected[data-service=ec2]').waitFor();
    await page.touchscreen.tap(...await corner(page, 'ec2'));
    await section('Analysis').tap();
    await settled(page, async () => (await page.locator('.planned li').count()) === 1, 'it is planned');
    await settled(page, async () => (await log(page)).some((line) => /EC2/.test(line)), 'the log tells of it');
  });
});
