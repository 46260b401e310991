// The story with the keyboard alone: no pointer touches the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { bottleneck, breaksAt, card, drawing, grownToTheLimit, readouts, settled, usersNow, verdict } from './app.mjs';

const SAME = 0.001;

/** Opens the page, and fails where a pointer was used after all. */
function byKeys(options, fn) {
  const before = (page) => page.addInitScript(() => {
    window.pointers = 0;
    for (const kind of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(kind, () => { window.pointers += 1; }, true);
  });
  return withPage({ ...options, before }, async (page) => {
    await started(page);
    await fn(page);
    assert.equal(await page.evaluate(() => window.pointers), 0, 'no pointer was used');
  });
}

/** Presses Tab until an element of the selector has the focus. */
async function tabTo(page, selector, key = 'Tab') {
  const there = () => page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
  for (let presses = 0; presses < 80 && !(await there()); presses += 1) await page.keyboard.press(key);
  assert.ok(await there(), `${key} reaches ${selector}`);
}

/** Finds a tier by typing, and adds it. */
async function add(page, service, typed) {
  const cards = page.locator('.stage [data-node]');
  const before = await cards.count();
  await page.keyboard.press('/');
  await settled(page, () => page.evaluate(() => document.activeElement.id === 'find-tier'), 'the search has the focus');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(typed);
  await page.keyboard.press('Tab');
  await tabTo(page, `.palette button[data-service="${service}"]`);
  await page.keyboard.press('Enter');
  await settled(page, async () => (await cards.count()) === before + 1, `${service} is on the stage`);
}

const focusedCard = (page) => page.evaluate(() => document.activeElement?.getAttribute('data-node'));

test('the story by keys: users grow, tiers come, all is undone and done again, and the link is copied', async () => {
  await byKeys({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    const atStart = await drawing(page);

    // The users' control.
    await tabTo(page, '.slider');
    const press = async (key) => {
      await page.keyboard.press(key);
      return usersNow(page);
    };
    assert.ok((await press('ArrowRight')) > 10);
    assert.equal(await press('ArrowLeft'), 10);
    assert.equal(await press('End'), 1_000_000);
    assert.equal(await press('PageDown'), 500_000);
    assert.equal(await press('Home'), 10);
    assert.equal(await press('PageUp'), 20);
    const limit = await breaksAt(page);
    for (let presses = 0; presses < 12 && (await usersNow(page)) * 2.5 < limit; presses += 1) await press('PageUp');

    // Play, by Space on its button; then on from there by Enter, and stopped by P.
    await tabTo(page, '.play', 'Shift+Tab');
    await page.keyboard.press('Space');
    await grownToTheLimit(page);
    assert.equal(await usersNow(page), Math.ceil(limit));
    await page.keyboard.press('Enter');
    await settled(page, async () => (await usersNow(page)) > limit * 1.1, 'the users grow past the limit');
    await page.keyboard.press('p');
    assert.equal(await page.locator('.play').getAttribute('aria-pressed'), 'false');

    for (const [service, typed, relieves] of [
      ['rds', 'managed mysql', true], ['s3', 's3', true], ['cloudfront', 'cloudf', false],
      ['alb', 'balancer', false], ['ec2', 'ec2', true], ['elasticache', 'cache', false],
    ]) {
      const [before, broke] = [await breaksAt(page), await bottleneck(page)];
      await add(page, service, typed);
      const [change, said] = [(await breaksAt(page)) / before - 1, await verdict(page)];
      assert.ok(relieves ? change > SAME : Math.abs(change) <= SAME, `${service}: ${change}`);
      assert.equal(said.kind, relieves ? 'raised' : 'same', service);
      assert.ok(said.text.includes(broke), said.text);
    }
    await settled(page, async () => (await page.locator('#announcer').textContent()).includes('ElastiCache'), 'the last edit is spoken');

    const atEnd = { shown: await readouts(page), drawn: await drawing(page) };
    const can = (name) => page.getByRole('button', { name, exact: true }).isEnabled();
    while (await can('Undo')) await page.keyboard.press('Control+z');
    assert.deepEqual(await drawing(page), atStart);
    assert.equal(await usersNow(page), 10);
    while (await can('Redo')) await page.keyboard.press('Control+Shift+Z');
    assert.deepEqual({ shown: await readouts(page), drawn: await drawing(page) }, atEnd);

    // The share dialog keeps the focus inside and gives it back.
    await tabTo(page, '.share-button', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('#share-link').waitFor();
    await tabTo(page, 'dialog .btn-primary');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await page.locator('#share-link').inputValue());
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.ok(await page.evaluate(() => document.activeElement.matches('.share-button')), 'the focus is back');
  });
});

test('a part is moved, parted, connected and deleted by keys', async () => {
  await byKeys({}, async (page) => {
    await add(page, 'rds', 'managed mysql');
    assert.deepEqual((await drawing(page)).edges, ['1-2', '2-3']);

    await tabTo(page, '.stage [data-service=ec2]');
    const place = () => card(page, 'ec2').getAttribute('transform');
    const before = await place();
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await place(), before);
    await page.keyboard.press('Control+z');
    assert.equal(await place(), before);
    assert.equal(await focusedCard(page), '2');

    // Parted in the inspector: the box asks for a database that nobody is, and the page says so.
    await page.keyboard.press('Enter');
    assert.equal(await card(page, 'ec2').getAttribute('aria-current'), 'true');
    await tabTo(page, '.inspector button[aria-label="Remove: RDS"]');
    await page.keyboard.press('Enter');
    assert.deepEqual((await drawing(page)).edges, ['1-2']);
    assert.equal((await verdict(page)).kind, 'problem');

    // A senseless connection is refused with the reason.
    await tabTo(page, '.stage [data-service=rds]', 'Shift+Tab');
    await page.keyboard.press('c');
    await page.locator('.float-hint').waitFor();
    await tabTo(page, '.stage [data-service=ec2]', 'Shift+Tab');
    await settled(page, async () => /RDS cannot ask EC2|RDS asks nothing/.test(await page.locator('.float-hint').innerText()), 'the reason is shown');
    await page.keyboard.press('Enter');
    await page.locator('[data-message=refused]').waitFor();
    assert.deepEqual((await drawing(page)).edges, ['1-2']);

    // Connected again: C, an arrow towards the database, Enter.
    await page.keyboard.press('c');
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowUp']) {
      await page.keyboard.press(key);
      if ((await focusedCard(page)) === '3') break;
    }
    assert.equal(await focusedCard(page), '3');
    await page.keyboard.press('Enter');
    assert.deepEqual((await drawing(page)).edges, ['1-2', '2-3']);
    assert.notEqual((await verdict(page)).kind, 'problem');

    // Deleted and back.
    await page.keyboard.press('Delete');
    assert.deepEqual((await drawing(page)).nodes, ['1 users', '2 ec2']);
    await page.keyboard.press('Control+z');
    assert.deepEqual((await drawing(page)).nodes, ['1 users', '2 ec2', '3 rds']);
    await page.keyboard.press('Control+y');
    assert.deepEqual((await drawing(page)).nodes, ['1 users', '2 ec2']);

    // Escape gives a connection up.
    await tabTo(page, '.stage [data-service=ec2]');
    await page.keyboard.press('c');
    await page.locator('.float-hint').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.float-hint').waitFor({ state: 'detached' });
  });
});

test('menus, the language and the colours work by keys', async () => {
  await byKeys({}, async (page) => {
    await tabTo(page, '#menu-story');
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
    await settled(page, () => page.evaluate(() => document.activeElement.dataset.item === 'story-1'), 'the second line has the focus');
    await page.keyboard.press('Enter');
    await settled(page, async () => (await drawing(page)).nodes.length === 3, 'the second drawing is open');
    await tabTo(page, '.preferences-top [data-language=ko]');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('html').getAttribute('lang'), 'ko');
    await tabTo(page, '.preferences-top [data-theme-choice=dark]');
    await page.keyboard.press('Space');
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  });
});

test('Enter in the search adds the first tier found, and none where nothing is found', async () => {
  await byKeys({}, async (page) => {
    const nodes = async () => (await drawing(page)).nodes;
    await page.keyboard.press('/');
    // After each the text is selected, so that the next is typed over it.
    for (const [typed, added] of [['managed mysql', '3 rds'], ['s3', '4 s3'], ['balancer', '5 alb']]) {
      await page.keyboard.type(typed);
      const first = await page.locator('.palette [data-service]').first().getAttribute('data-service');
      await page.keyboard.press('Enter');
      assert.equal((await nodes()).at(-1), added);
      assert.ok(added.endsWith(first));
      assert.equal(await page.evaluate(() => document.activeElement.id), 'find-tier');
    }
    for (const typed of ['mainframe', ' ']) {
      await page.keyboard.press('Control+a');
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      assert.equal((await nodes()).length, 5, `"${typed}"`);
      assert.equal(await page.locator('.palette .nothing').isVisible(), typed === 'mainframe');
    }
  });
});
