// The screen that stands when the program has failed: the drawing is kept, can be downloaded, and is there again.
// The released program has no way to be made to panic, so its failure is played: the event that its panic hook sends
// after it has kept the drawing, and the error that a browser reports when WebAssembly itself traps. The hook is held
// by the component tests.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { RELOADED, drawing, readouts, settled, tier } from './app.mjs';

const KEY = 'headroom.drawing';

/** A page with a database added, and that kept. */
async function changed(page) {
  await started(page);
  await tier(page, 'rds').click();
  await settled(page, () => page.evaluate((key) => localStorage.getItem(key)?.includes('"rds"'), KEY), 'the drawing is kept');
  return { shown: await readouts(page), drawn: await drawing(page) };
}

const recovery = (page) => page.locator('#recovery');

/** What the panic hook does last. */
const fail = (page) => page.evaluate(() => dispatchEvent(new Event('headroom-failed')));

for (const [locale, says] of [['en-US', /Your drawing is kept/], ['ko-KR', /그림은 보관되어 있습니다/]]) {
  test(`a program that failed says so, and the drawing is there after a reload (${locale})`, async () => {
    await withPage({ locale, allow: [RELOADED] }, async (page) => {
      const before = await changed(page);
      await fail(page);
      await recovery(page).waitFor();
      assert.match(await recovery(page).innerText(), says);
      assert.equal(await recovery(page).getByRole('alert').count(), 1);
      assert.equal(await page.locator('#app').isVisible(), false);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'recovery-reload');
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
      await started(page);
      assert.deepEqual({ shown: await readouts(page), drawn: await drawing(page) }, before);
    });
  });
}

test('what was drawn last wins over what was kept before', async () => {
  await withPage({ allow: [RELOADED] }, async (page) => {
    await changed(page);
    await page.evaluate((key) => localStorage.setItem('headroom.rescued', JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), name: 'Rescued' })), KEY);
    await fail(page);
    await recovery(page).waitFor();
    await Promise.all([page.waitForEvent('load'), page.locator('#recovery-reload').click()]);
    await started(page);
    assert.equal(await page.locator('#drawing-name').inputValue(), 'Rescued');
    assert.equal(await page.evaluate(() => localStorage.getItem('headroom.rescued')), null);
  });
});

test('the kept drawing can be downloaded from the screen, and a new one begun', async () => {
  await withPage({ allow: [RELOADED] }, async (page) => {
    await changed(page);
    await fail(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#recovery-download').click()]);
    assert.equal(download.suggestedFilename(), 'headroom.json');
    const file = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.deepEqual(Object.values(file.nodes).map((node) => node.service), ['users', 'ec2', 'rds']);
    await Promise.all([page.waitForEvent('load'), page.locator('#recovery-new').click()]);
    await started(page);
    assert.deepEqual((await drawing(page)).nodes, ['1 users', '2 ec2']);
  });
});

test('a trap of WebAssembly itself brings the screen too', async () => {
  await withPage({ allow: [/RuntimeError/] }, async (page) => {
    await changed(page);
    await page.evaluate(() => { setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }); });
    await recovery(page).waitFor();
  });
});
