// A server with the site's policy, a browser, and a page that tolerates no error. Tests import it through harness.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../tools/serve.mjs';

// HEADROOM_DIST may name another build than the one that `make e2e` has just made.
const DIST = process.env.HEADROOM_DIST || fileURLToPath(new URL('../../dist', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// The same flags as in webdriver.json: the component tests run in the same browser. Playwright brings its own
// for running without a window and for the connection (there a pipe, so that no name "localhost" is needed).
const { args } = JSON.parse(readFileSync(new URL('../../webdriver.json', import.meta.url)))['goog:chromeOptions'];

// How many times slower than it is the processor is made.
const SLOW = Number(process.env.HEADROOM_SLOW || 1);

/** So many milliseconds of patience; a slow processor needs more. */
export const patience = (milliseconds) => milliseconds * SLOW;

// One browser for each test file, one server for each path it is asked to serve below.
let browser;
const servers = new Map();

export async function launch() {
  const executablePath = process.env.CHROME || '/usr/bin/chromium';
  browser ??= chromium.launch({ executablePath, args: args.filter((flag) => !/^--(headless|remote-debugging-pipe)$/.test(flag)) });
  return browser;
}

export async function site(mount = '/') {
  if (!servers.has(mount)) servers.set(mount, serve({ dir: DIST, mount }));
  return (await servers.get(mount)).url;
}

export async function shutDown() {
  await (await browser)?.close();
  for (const server of servers.values()) await (await server).close();
}

/**
 * Opens the app in a fresh browser context and hands it to `fn(page, { url, context, problems })`.
 * Fails when the page logs an error, throws, breaks the policy, misses a file or calls another host.
 *
 * Options: `locale` ('en-US'), `colorScheme` ('light'), `viewport` ({ width, height }), `touch` (false),
 * `reducedMotion` ('no-preference'), `contrast`, `path` (appended to the address, as in '#s=1.x'),
 * `mount` ('/'), `permissions`, `allow` (a list of RegExp: problems that this test provokes),
 * `slow` (1, or HEADROOM_SLOW: the processor is so many times slower), `before` (async (page) => {}, runs before the
 * page is opened).
 */
export async function withPage(options, fn) {
  const {
    locale = 'en-US', colorScheme = 'light', viewport = { width: 1440, height: 900 }, touch = false,
    reducedMotion = 'no-preference', contrast = 'no-preference', path = '', mount = '/', permissions = [], allow = [],
    slow = SLOW, before,
  } = options;
  const url = (await site(mount)) + path;
  const context = await (await launch()).newContext({
    locale, colorScheme, viewport, reducedMotion, contrast, permissions, hasTouch: touch, isMobile: touch, timezoneId: 'UTC',
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patience(10_000));
    const problems = await watch(page, new URL(url).origin);
    if (slow > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slow });
    await before?.(page);
    await page.goto(url, { waitUntil: 'load' });
    const result = await fn(page, { url, context, problems });
    // A last turn of the page's own loop, so that what the test set off can still report.
    if (!page.isClosed()) await page.evaluate(() => new Promise((done) => setTimeout(done)));
    const unexpected = problems.filter((problem) => !allow.some((pattern) => pattern.test(problem)));
    assert.deepEqual(unexpected, [], 'the page reported problems');
    return result;
  } finally {
    await context.close();
  }
}

async function watch(page, origin) {
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.stack ?? error}`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  page.on('requestfailed', (request) => problems.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (/^https?:$/.test(address.protocol) && address.origin !== origin) problems.push(`another host: ${address.href}`);
  });
  await page.exposeFunction('__reportViolation', (text) => problems.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      window.__reportViolation(`${event.violatedDirective} blocked ${event.blockedURI} ${event.sample}`));
  });
  return problems;
}

/** Waits until the app has taken the loading text's place. */
export async function started(page) {
  await page.locator('#boot').waitFor({ state: 'detached' });
  await page.locator('h1').first().waitFor({ state: 'attached' });
}

/** Runs axe-core on the page, or on the part of it that `selector` names, and fails on any violation. */
export async function assertAccessible(page, selector) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((part) => window.axe.run(part ?? document), selector);
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.target.join(' ')).join('\n    ')}`);
  assert.deepEqual(found, [], 'axe-core found violations');
}
