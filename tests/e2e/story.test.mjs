// The story with the pointer: one box, its first limit, tiers dragged in one by one, and the same drawing elsewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { started, withPage } from './harness.mjs';
import { bottleneck, breaksAt, card, dragTier, drawing, grownToTheLimit, link, readouts, settled, usersNow, verdict } from './app.mjs';
import { assertSame, solve } from './cli.mjs';

/** Less than this is no change of a limit. */
const SAME = 0.001;

/** Tiers in the order they come, where each is dropped, and whether it takes work off what breaks first by then. */
const STEPS = [
  { service: 'rds', at: [0.9, 0.25], relieves: true, why: 'the database leaves the box, whose CPU breaks first' },
  { service: 's3', at: [0.6, 0.85], relieves: true, why: 'the box no longer sends files' },
  { service: 'cloudfront', at: [0.3, 0.15], relieves: false, why: 'files do not come from the box any more' },
  { service: 'alb', at: [0.5, 0.15], relieves: false, why: 'there is one box to balance to' },
  { service: 'ec2', at: [0.6, 0.4], relieves: true, why: 'two boxes share the work' },
  { service: 'elasticache', at: [0.9, 0.85], relieves: false, why: 'a cache spares the database, and the CPU of the boxes breaks first' },
];

/** Whether the selected box has a role. */
const hasRole = (page, role) => page.getByRole('complementary', { name: 'Inspector' }).getByLabel(role, { exact: true }).isChecked();

async function click(page, name, times = Infinity) {
  const button = page.getByRole('button', { name, exact: true });
  let pressed = 0;
  while (pressed < times && await button.isEnabled()) {
    await button.click();
    pressed += 1;
  }
  return pressed;
}

test('the story: each tier that relieves the bottleneck raises the limit, and no other does', async () => {
  let shared;
  await withPage({}, async (page) => {
    await started(page);
    const atStart = { shown: await readouts(page), drawn: await drawing(page) };
    assert.deepEqual(atStart.drawn, { nodes: ['1 users', '2 ec2'], edges: ['1-2'] });

    // One box, ten users: green, and what breaks first is named with its limit.
    assert.equal(await usersNow(page), 10);
    assert.equal(await card(page, 'ec2').getAttribute('data-status'), 'healthy');
    assert.match(atStart.shown.bottleneck, /^EC2 CPU \| breaks at [\d,.]+ users · [\d.]+ % headroom$/);
    assert.ok(await breaksAt(page) > 10);
    await card(page, 'ec2').click();
    assert.equal(await hasRole(page, 'Database'), true);

    // Growth stops by itself where the box is full, and a sentence says so.
    const limit = await breaksAt(page);
    const play = page.locator('button[aria-pressed][title$="(P)"]');
    await play.click();
    await grownToTheLimit(page);
    assert.match(await page.locator('[data-message=broke]').innerText(), /^EC2 CPU is full at [\d,]+\susers\./);
    assert.equal(await play.getAttribute('aria-pressed'), 'false');
    assert.equal(await usersNow(page), Math.ceil(limit));
    assert.match(await card(page, 'ec2').getAttribute('data-status'), /^(saturated|failing)$/);

    for (const { service, at, relieves, why } of STEPS) {
      const [before, broke] = [await breaksAt(page), await bottleneck(page)];
      await dragTier(page, service, ...at);
      const [after, { kind, text }] = [await breaksAt(page), await verdict(page)];
      const change = after / before - 1;
      if (relieves) {
        assert.ok(change > SAME, `${service}: ${before} → ${after}, although ${why}`);
        assert.equal(kind, 'raised', service);
        assert.match(text, /^The limit rises from [\d,]+ to [\d,]+ users\./);
      } else {
        assert.ok(Math.abs(change) <= SAME, `${service}: ${before} → ${after}, although ${why}`);
        assert.equal(kind, 'same', service);
        assert.ok(text.startsWith('The limit stays at ') && text.endsWith(`takes no work off ${broke}, which still fills up first.`), text);
      }
    }
    await card(page, 'ec2').click();
    assert.equal(await hasRole(page, 'Database'), false);
    assert.equal(await hasRole(page, 'Files'), false);

    // Everything back, and everything again.
    const atEnd = { shown: await readouts(page), drawn: await drawing(page) };
    const undone = await click(page, 'Undo');
    assert.ok(undone >= STEPS.length + 1, `${undone} steps`);
    assert.deepEqual({ shown: await readouts(page), drawn: await drawing(page) }, atStart);
    assert.equal(await click(page, 'Redo'), undone);
    assert.deepEqual({ shown: await readouts(page), drawn: await drawing(page) }, atEnd);

    shared = { address: await link(page), ...atEnd };
  });

  const { hash } = new URL(shared.address);
  assert.match(hash, /^#s=1\.[\w-]+$/);
  await withPage({ path: hash }, async (page) => {
    await started(page);
    assert.deepEqual({ shown: await readouts(page), drawn: await drawing(page) }, { shown: shared.shown, drawn: shared.drawn });
    await assertSame(page, solve(shared.address), { readouts, breaksAt });
    await settled(page, () => page.url().endsWith('/'), 'the link is off the address');
  });
});
