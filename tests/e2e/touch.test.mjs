// A phone: tiers by tapping, a connection by two taps, the users by dragging with a finger.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { card, drawing, settled, tier, usersNow, verdict } from './app.mjs';

const TABLET = { viewport: { width: 768, height: 1024 }, touch: true };
const PHONE = { viewport: { width: 390, height: 844 }, touch: true };

/** The middle of a part of the page. */
async function middle(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  return [x + width / 2, y + height / 2];
}

const section = (page, name) => page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name, exact: true });

async function closeInspector(page) {
  await page.locator('.inspector').getByRole('button', { name: 'Close' }).tap();
  await settled(page, async () => !(await page.locator('.inspector').isVisible()), 'the inspector is closed');
}

/** Drags with one finger; Playwright has no such call of its own. */
async function drag(page, from, to) {
  const session = await page.context().newCDPSession(page);
  const send = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  await send('touchStart', [from]);
  for (let step = 1; step <= 8; step += 1) {
    await send('touchMove', [[from[0] + ((to[0] - from[0]) * step) / 8, from[1] + ((to[1] - from[1]) * step) / 8]]);
  }
  await send('touchEnd', []);
  await session.detach();
}

test('on a phone a tier is added by a tap, and a connection is removed and built by taps', async () => {
  await withPage(PHONE, async (page) => {
    await started(page);
    await section(page, 'Add').tap();
    await tier(page, 'rds').tap();
    await settled(page, async () => (await drawing(page)).nodes.length === 3, 'RDS is on the stage');
    assert.deepEqual((await drawing(page)).edges, ['1-2', '2-3']);
    await closeInspector(page);
    await page.getByRole('button', { name: 'Fit the drawing' }).tap();

    // The connection is picked by a tap and removed in its sheet.
    const wire = await page.locator('[data-edge="2-3"] .edge').evaluate((path) => {
      const at = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
      return [at.x, at.y];
    });
    await page.touchscreen.tap(...wire);
    await page.locator('[data-edge="2-3"].edge--selected').waitFor();
    await page.locator('.inspector').getByRole('button', { name: 'Delete' }).first().tap();
    await settled(page, async () => (await drawing(page)).edges.length === 1, 'the connection is gone');
    assert.equal((await verdict(page)).kind, 'problem');

    // A tap on the box, a tap on one of its ports, a tap on the database.
    await page.touchscreen.tap(...await middle(card(page, 'ec2').locator('.card')));
    await settled(page, async () => (await card(page, 'ec2').getAttribute('aria-current')) === 'true', 'EC2 is selected');
    await page.locator('.inspector').waitFor();
    await page.touchscreen.tap(...await middle(card(page, 'ec2').locator('.port').nth(1)));
    await page.locator('.float-hint').waitFor();
    await page.touchscreen.tap(...await middle(card(page, 'rds').locator('.card')));
    await settled(page, async () => (await drawing(page)).edges.includes('2-3'), 'the connection is back');
    assert.notEqual((await verdict(page)).kind, 'problem');
  });
});

/** Fails where a card is not wholly on the stage. */
async function assertInSight(page, one) {
  const box = await one.locator('.card').boundingBox();
  const stage = await page.locator('.stage').boundingBox();
  assert.ok(box.x >= stage.x && box.x + box.width <= stage.x + stage.width, `${box.x} … ${box.x + box.width}`);
  assert.ok(box.y >= stage.y && box.y + box.height <= stage.y + stage.height, `${box.y} … ${box.y + box.height}`);
}

test('a phone shows the box of the first drawing, large enough to be read whole', async () => {
  await withPage(PHONE, async (page) => {
    await started(page);
    await assertInSight(page, card(page, 'ec2'));
    assert.equal(await page.locator('.stage').getAttribute('data-zoom'), '1.0000');
    assert.match(await card(page, 'ec2').innerHTML(), /t3\.small/);
  });
});

test('on a phone what is selected is told in a few lines below the drawing, until the drawing is asked for', async () => {
  await withPage(PHONE, async (page) => {
    await started(page);
    const whole = (await page.locator('.stage').boundingBox()).height;
    await page.touchscreen.tap(...await middle(card(page, 'ec2').locator('.card')));
    const sheet = page.locator('.inspector');
    await sheet.waitFor();
    const [told, stage] = [await sheet.boundingBox(), await page.locator('.stage').boundingBox()];
    assert.ok(told.height < 200, `${told.height}`);
    assert.ok(stage.height > 300 && stage.y + stage.height <= told.y + 1, `${stage.height}`);
    assert.match(await sheet.innerText(), /Its CPU is at/);
    await settled(page, async () => (await page.locator('.stage').boundingBox()).height < whole, 'the stage has made room');
    await assertInSight(page, card(page, 'ec2'));

    // From the whole sheet too, the drawing is one tap away.
    for (const sections of [['Drawing'], ['Inspector', 'Drawing'], ['Analysis', 'Drawing']]) {
      for (const name of sections) await section(page, name).tap();
      await settled(page, async () => !(await sheet.isVisible()), 'the sheet is away');
      assert.equal((await page.locator('.stage').boundingBox()).height, whole);
      assert.equal(await page.locator('.sheet:visible').count(), 0);
      await page.touchscreen.tap(...await middle(card(page, 'ec2').locator('.card')));
      await sheet.waitFor();
    }
  });
});

test('on a phone the users are dragged with a finger', async () => {
  await withPage(PHONE, async (page) => {
    await started(page);
    const { x, y, width } = await page.locator('.slider').boundingBox();
    await drag(page, [x + 10, y + 40], [x + width / 2, y + 40]);
    await settled(page, async () => (await usersNow(page)) > 1_000, 'the users have grown');
    assert.ok((await usersNow(page)) < 10_000);
    await page.touchscreen.tap(x + width - 2, y + 40);
    await settled(page, async () => (await usersNow(page)) === 1_000_000, 'a tap goes to the end');
  });
});

test('on a phone a card is dragged with a finger, and two fingers zoom', async () => {
  await withPage(PHONE, async (page) => {
    await started(page);
    await page.getByRole('button', { name: 'Fit the drawing' }).tap();
    const place = () => card(page, 'ec2').getAttribute('transform');
    const before = await place();
    const [x, y] = await middle(card(page, 'ec2').locator('.card'));
    await drag(page, [x, y], [x - 10, y + 90]);
    await settled(page, async () => (await place()) !== before, 'the card has moved');

    const zoom = async () => Number(await page.locator('.stage').getAttribute('data-zoom'));
    const first = await zoom();
    const stage = await page.locator('.stage').boundingBox();
    const [cx, cy] = [stage.x + stage.width / 2, stage.y + 60];
    const session = await page.context().newCDPSession(page);
    const fingers = (type, apart) => session.send('Input.dispatchTouchEvent', { type, touchPoints: apart ? [{ x: cx - apart, y: cy, id: 1 }, { x: cx + apart, y: cy, id: 2 }] : [] });
    await fingers('touchStart', 40);
    for (const apart of [50, 60, 70, 80]) await fingers('touchMove', apart);
    await fingers('touchEnd', 0);
    await settled(page, async () => (await zoom()) > first * 1.3, 'the view is closer');
  });
});

test('on a tablet what is selected is told in a corner, and the drawing is one tap away', async () => {
  await withPage(TABLET, async (page) => {
    await started(page);
    await page.touchscreen.tap(...await middle(card(page, 'ec2').locator('.card')));
    const sheet = page.locator('.inspector');
    await sheet.waitFor();
    assert.ok((await sheet.boundingBox()).height < 220);
    await section(page, 'Drawing').tap();
    assert.equal(await sheet.isVisible(), false);
  });
});
