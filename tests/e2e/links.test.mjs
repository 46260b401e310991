// Links and kept drawings: what is bad is refused in words and the drawing stays; what is good opens.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { started, withPage } from './harness.mjs';
import { RELOADED, card, drawing, link, readouts, setUsers, settled, tier } from './app.mjs';

const KEY = 'headroom.drawing';
const wrapped = (bytes) => `#s=1.${Buffer.from(bytes).toString('base64url')}`;
const packed = (text) => wrapped(deflateSync(Buffer.from(text)));
const ONE_BOX = {
  version: 1,
  nodes: {
    1: { service: 'users', at: { x: 40, y: 280 } },
    2: { service: 'ec2', at: { x: 520, y: 280 }, roles: ['web', 'app', 'database', 'files', 'worker'] },
  },
  edges: [{ from: 1, to: 2 }],
};
const GOOD = packed(JSON.stringify(ONE_BOX));
const changed = (change) => {
  const copy = structuredClone(ONE_BOX);
  change(copy);
  return packed(JSON.stringify(copy));
};

const BAD = [
  { what: 'a truncated link', hash: GOOD.slice(0, -30), says: /cut off/ },
  { what: 'an empty link', hash: '#s=1.', says: /./ },
  { what: 'an oversized link', hash: `#s=1.${'A'.repeat(70_000)}`, says: /larger than any drawing/ },
  { what: 'a link that unpacks to far more than it is', hash: packed(' '.repeat(32_000_000)), says: /larger than any drawing/ },
  { what: 'a link of deep nesting', hash: packed('['.repeat(200_000)), says: /not the JSON of a drawing/ },
  { what: 'a link of random bytes', hash: wrapped(randomBytes(900)), says: /damaged|cut off/ },
  { what: 'a link with letters that no link has', hash: '#s=1.%3Cscript%3Ealert(1)%3C/script%3E', says: /damaged|cut off/ },
  { what: 'a link that was changed on the way', hash: `${GOOD.slice(0, 60)}${GOOD[60] === 'A' ? 'B' : 'A'}${GOOD.slice(61)}`, says: /damaged|cut off|not the JSON/ },
  { what: 'a link of a later version', hash: GOOD.replace('=1.', '=2.'), says: /newer Headroom/ },
  { what: 'a link whose JSON is of a later version', hash: changed((it) => { it.version = 2; }), says: /newer Headroom/ },
  { what: 'a link with an unknown field', hash: changed((it) => { it.extra = 1; }), says: /not the JSON of a drawing/ },
  { what: 'a link with a value out of range', hash: changed((it) => { it.nodes[2].at.x = 1e9; }), says: /nodes\.2\.at|makes no sense|not the JSON/ },
  { what: 'a link with too many parts', hash: changed((it) => { for (let id = 3; id < 300; id += 1) it.nodes[id] = it.nodes[2]; }), says: /more than 200/ },
  { what: 'a link with a connection to nowhere', hash: changed((it) => { it.edges.push({ from: 2, to: 9 }); }), says: /edges|makes no sense/ },
  { what: 'a link with markup for a name', hash: changed((it) => { it.name = `<img src=x onerror=alert(1)>${'x'.repeat(200)}`; }), says: /name/ },
];

/** Puts a fragment into the address of the open page, as pasting a link there does. */
const paste = (page, hash) => page.evaluate((fragment) => { window.location.hash = fragment; }, hash);

const refusal = (page) => page.locator('[data-message=cannot-open]').last();

test('a bad link pasted into the page is refused in words, and the drawing stays', async (t) => {
  await withPage({}, async (page) => {
    await started(page);
    await tier(page, 'rds').click();
    const before = { shown: await readouts(page), drawn: await drawing(page) };
    assert.equal(before.drawn.nodes.length, 3);
    for (const { what, hash, says } of BAD) {
      await t.test(what, async () => {
        await paste(page, hash);
        await refusal(page).waitFor();
        const text = await refusal(page).locator('.toast-text').innerText();
        assert.match(text, /^The link was not opened; your drawing stays\. \S/);
        assert.match(text, says);
        assert.deepEqual({ shown: await readouts(page), drawn: await drawing(page) }, before);
        while (await page.locator('[data-message]').count()) await page.locator('[data-message] button').last().click();
      });
    }
    await paste(page, GOOD);
    await settled(page, async () => (await drawing(page)).nodes.length === 2, 'the good link is open');
    assert.equal(await page.locator('[data-message]').count(), 0);
    // Opening is an edit like any other.
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    assert.deepEqual((await drawing(page)), before.drawn);
  });
});

test('a page opened with a bad link says so and shows the drawing that was kept', async () => {
  const kept = JSON.stringify({ ...ONE_BOX, name: 'Kept' });
  const before = (page) => page.addInitScript(([key, text]) => localStorage.setItem(key, text), [KEY, kept]);
  for (const { hash, says } of [BAD[0], BAD[8]]) {
    await withPage({ path: hash, before }, async (page) => {
      await started(page);
      await refusal(page).waitFor();
      assert.match(await refusal(page).innerText(), says);
      assert.equal(await page.locator('#drawing-name').inputValue(), 'Kept');
    });
  }
});

test('a name in a link is text and nothing else', async () => {
  const name = '"><img src=x onerror=alert(1)>';
  await withPage({ path: changed((it) => { it.name = name; it.nodes[2].name = name; }) }, async (page) => {
    await started(page);
    assert.equal(await page.locator('#drawing-name').inputValue(), name);
    assert.ok((await card(page, 'ec2').getAttribute('aria-label')).startsWith(name));
    assert.equal(await page.locator('img').count(), 0);
  });
});

test('a change is kept over a reload', async () => {
  await withPage({ allow: [RELOADED] }, async (page) => {
    await started(page);
    await setUsers(page, 2_500);
    await tier(page, 'rds').click();
    await settled(page, () => page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? '{}').workload?.users === 2500, KEY), 'the drawing is kept');
    const before = { shown: await readouts(page), drawn: await drawing(page) };
    await page.reload();
    await started(page);
    assert.deepEqual({ shown: await readouts(page), drawn: await drawing(page) }, before);
  });
});

test('a drawing from a link is kept over a reload too', async () => {
  await withPage({ path: packed(JSON.stringify({ ...ONE_BOX, name: 'From a link' })), allow: [RELOADED] }, async (page) => {
    await started(page);
    await settled(page, () => page.evaluate((key) => localStorage.getItem(key)?.includes('From a link'), KEY), 'it is kept');
    await settled(page, async () => !page.url().includes('#'), 'the address is tidy');
    await page.reload();
    await started(page);
    assert.equal(await page.locator('#drawing-name').inputValue(), 'From a link');
  });
});

test('a kept drawing that cannot be read gives way to the first of the story, and the page says so', async () => {
  const torn = '{"version":1,"nodes":{"1":';
  await withPage({ allow: [RELOADED] }, async (page) => {
    await started(page);
    for (const text of [torn, '', '[]', '\u0000'.repeat(1_000)]) {
      await page.evaluate(([key, value]) => localStorage.setItem(key, value), [KEY, text]);
      await page.reload();
      await started(page);
      await refusal(page).waitFor();
      assert.match(await refusal(page).innerText(), /^The drawing kept in this browser could not be read\./);
      assert.deepEqual((await drawing(page)).nodes, ['1 users', '2 ec2']);
    }
  });
});

test('a browser that keeps nothing runs the page, and the page says that nothing is kept', async () => {
  const before = (page) => page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
  });
  await withPage({ before }, async (page) => {
    await started(page);
    await tier(page, 'rds').click();
    await page.locator('[data-message=store-full]').waitFor();
    assert.equal((await drawing(page)).nodes.length, 3);
    const address = await link(page);
    assert.match(address, /#s=1\./);
  });
});

test('a full store is told once, and the drawing can still be changed', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
    await tier(page, 'rds').click();
    await page.locator('[data-message=store-full]').waitFor();
    await tier(page, 's3').click();
    assert.equal((await drawing(page)).nodes.length, 4);
    await page.waitForTimeout(600);
    assert.equal(await page.locator('[data-message=store-full]').count(), 1);
  });
});
