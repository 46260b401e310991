// Trunk's post_build hook for a release build: cuts the program in two, and puts the policy into the page.
// A debug build is left as it is: nobody waits for it, and the live reload of `make dev` is an inline script.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CSP } from './csp.mjs';
import { counting } from './split/count.mjs';
import { split } from './split/split.mjs';

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: site, HEADROOM_COUNT } = process.env;
if (TRUNK_PROFILE === 'release') {
  const page = join(site, 'index.html');
  const finished = HEADROOM_COUNT ? counted(readFileSync(page, 'utf8')) : cut(readFileSync(page, 'utf8'));
  writeFileSync(page, withPolicy(finished));
}

/** The page with the program in two parts. */
function cut(html) {
  const file = programFile();
  const names = new Set(readFileSync(new URL('split/later.txt', import.meta.url), 'utf8').split('\n'));
  const { first, later } = split(readFileSync(join(site, file)), names);
  const laterFile = file.replace(/-[0-9a-f]+_bg\.wasm$/, `-later-${createHash('sha256').update(later).digest('hex').slice(0, 16)}.wasm`);
  writeFileSync(join(site, laterFile), later);
  return replaced(html, file, first).replace('<script data-app=', `<script data-later=./${laterFile} data-app=`);
}

/** The page with a program that marks what runs (tools/first-load.mjs). */
function counted(html) {
  const file = programFile();
  const { program, ...functions } = counting(readFileSync(join(site, file)));
  writeFileSync(join(site, 'functions.json'), JSON.stringify(functions));
  return replaced(html, file, program);
}

function programFile() {
  return readdirSync(site).find((name) => name.endsWith('_bg.wasm')) ?? stop('there is no program');
}

/** Writes a program over the one that Trunk made, and corrects its digest in the page. */
function replaced(html, file, program) {
  const digest = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
  const before = digest(readFileSync(join(site, file)));
  if (!html.includes(before)) stop('index.html does not have the digest of the program');
  writeFileSync(join(site, file), program);
  return html.replaceAll(before, digest(program));
}

function withPolicy(html) {
  const forbidden = html.match(/<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|<[^>]+\s(?:style|on[a-z]+)=[^>]*>/i);
  if (forbidden) stop(`index.html has inline script or style, which the policy blocks: ${forbidden[0]}`);
  const charset = /<meta charset=["']?utf-8["']?\s*\/?>/i;
  if (!charset.test(html)) stop('index.html has no <meta charset="utf-8"> to put the policy after');
  return html.replace(charset, (meta) => `${meta}<meta http-equiv="Content-Security-Policy" content="${CSP}">`);
}

function stop(message) {
  console.error(`finish-site: ${message}`);
  process.exit(1);
}
