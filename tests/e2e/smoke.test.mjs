// The page starts: under the policy, in both languages, below a path, and says so when it cannot.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, started, withPage } from './harness.mjs';

test('the page starts under the Content-Security-Policy without an error', async () => {
  await withPage({}, async (page) => {
    await started(page);
    assert.match(await page.locator('h1').first().innerText(), /\S/);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'/);
  });
});

test('the started page has no accessibility violation', async () => {
  await withPage({}, async (page) => {
    await started(page);
    await assertAccessible(page);
  });
});

test('the site works below a path', async () => {
  await withPage({ mount: '/some/path/' }, started);
});

for (const [locale, text] of [['en-US', /could not start/], ['ko-KR', /시작하지 못했습니다/]]) {
  test(`a page that cannot load the app says so (${locale})`, async () => {
    const before = (page) => page.route('**/*.wasm', (route) => route.abort());
    await withPage({ locale, before, allow: [/./] }, async (page) => {
      const alert = page.getByRole('alert');
      await alert.waitFor();
      assert.match(await alert.innerText(), text);
      assert.equal(await alert.locator('p[lang]:visible').count(), 1);
    });
  });
}

test('a policy violation is noticed', async () => {
  await withPage({ allow: [/./] }, async (page, { problems }) => {
    await started(page);
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
    const noticed = () => problems.some((problem) => problem.startsWith('policy: style-src'));
    for (let turn = 0; turn < 40 && !noticed(); turn += 1) await page.waitForTimeout(50);
    assert.ok(noticed(), problems.join('\n'));
  });
});
