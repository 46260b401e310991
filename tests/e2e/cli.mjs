// The command line, and its numbers rounded as the page rounds them: src/codec/digits.rs once more, from its description.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let built;

/** HEADROOM_BIN, or the debug build, brought up to date. */
function binary() {
  if (process.env.HEADROOM_BIN) return process.env.HEADROOM_BIN;
  if (!built) {
    execFileSync('cargo', ['build', '--locked', '--quiet', '--bin', 'headroom'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    built = join(ROOT, process.env.CARGO_TARGET_DIR || 'target', 'debug/headroom');
    if (process.env.CARGO_TARGET_DIR?.startsWith('/')) built = join(process.env.CARGO_TARGET_DIR, 'debug/headroom');
  }
  return built;
}

/** What the command line prints. */
export const headroom = (...words) => execFileSync(binary(), words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** The result of a preset, a link or a file. */
export const solve = (scenario) => JSON.parse(headroom('solve', scenario, '--json'));

const grouped = (text) => text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
const count = (number) => grouped(number.toFixed(0));
/** Three significant digits; `padded` keeps the zeros behind the point. */
const three = (number) => grouped(String(Number(number.toPrecision(3))));
const padded = (number) => (number === 0 ? '0' : number >= 100 ? three(number) : grouped(number.toPrecision(3)));
const rate = (number) => (number >= 99.95 ? count(number) : padded(number));
const duration = (ms) => (ms < 10_000 ? `${padded(ms)} ms` : `${padded(ms / 1000)} s`);

function percent(share) {
  const value = share * 100;
  if (Math.abs(share) < 1e-6) return '0 %';
  if (value > 0 && value < 0.05) return '<0.1 %';
  if (value > 99 && value < 100) return `${Math.min(value, 99.9).toFixed(1)} %`;
  return `${Math.abs(value) < 9.95 ? value.toFixed(1) : count(value)} %`;
}

/** Whole cents as dollars; whole dollars from a thousand on. */
const money = (cents) => `$${cents >= 100_000n ? count(Number(cents) / 100) : grouped((Number(cents) / 100).toFixed(2))}`;

const RESOURCES = {
  cpu: 'CPU', disk_iops: 'disk IOPS', network: 'network', requests: 'request limit',
  worker_slots: 'worker slots', connections: 'connections', memory: 'memory',
};

/** The four read-outs of the page in English, made from the command line's numbers; `nameOf` turns its node names into the page's. */
export function expected(result, nameOf) {
  const cents = BigInt(Math.round(result.cost_usd_month.total * 100));
  const users = BigInt(result.users);
  // Micro-dollars, rounded half up to the cent.
  const each = ((cents * 10_000n * 1_000n) / users + 5_000n) / 10_000n;
  const { node, resource, breaks_at_users: limit } = result.bottleneck;
  const left = 1 - result.users / limit;
  const ms = (value) => (value === null ? '–' : duration(value));
  return {
    latency: `${result.latency_ms.p99 === null ? '–' : duration(result.latency_ms.p99)} | p50 ${ms(result.latency_ms.p50)}`,
    throughput: `${rate(result.throughput_rps)} requests/s | errors ${percent(result.error_rate)}`,
    bottleneck: `${nameOf(node)} ${RESOURCES[resource]} | breaks at ${three(limit)} users · ${left > 0 ? `${percent(left)} headroom` : 'past its limit'}`,
    cost: `${money(cents)} /month | ${money(each)} per 1,000 users`,
  };
}

/** Fails where the page shows anything else than the command line's numbers. */
export async function assertSame(page, result, { readouts, breaksAt }) {
  const names = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.stage [data-node]')]
    .map((card) => [`${card.dataset.service}-${card.dataset.node}`, card.getAttribute('aria-label').split(',')[0]])));
  const shown = await readouts(page);
  shown.throughput = shown.throughput.replace(/ · [^|]* fail$/, '');
  assert.deepEqual(shown, expected(result, (node) => names[node] ?? node));
  assert.equal((await breaksAt(page)).toFixed(3), result.bottleneck.breaks_at_users.toFixed(3));
}
