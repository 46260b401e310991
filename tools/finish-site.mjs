// Trunk's post_build hook for a release build: cuts the program in two, shortens scripts and styles, and puts the policy into the page.
// A debug build is left as it is: nobody waits for it, and the live reload of `make dev` is an inline script.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '../tests/e2e/node_modules/esbuild/lib/main.js';
import { CSP } from './csp.mjs';
import { counting } from './split/count.mjs';
import { split } from './split/split.mjs';

/** Style sheets of what the first screen does not show: they come behind the page (static/boot.js). */
const LATER_SHEETS = /^(?:time|cost|figures)-/;

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: site, HEADROOM_COUNT } = process.env;
if (TRUNK_PROFILE === 'release') {
  const page = join(site, 'index.html');
  const html = readFileSync(page, 'utf8');
  writeFileSync(page, withPolicy(HEADROOM_COUNT ? counted(html) : named(styled(minified(cut(html))))));
}

/** The page with the program in two parts. */
function cut(html) {
  const file = programFile();
  const names = new Set(readFileSync(new URL('split/later.txt', import.meta.url), 'utf8').split('\n'));
  const { first, later, short } = split(readFileSync(join(site, file)), names);
  const laterFile = file.replace(/-[0-9a-f]+_bg\.wasm$/, `-later-${shortHash(later)}.wasm`);
  writeFileSync(join(site, laterFile), later);
  const script = file.replace('_bg.wasm', '.js');
  const glue = readFileSync(join(site, script), 'utf8').replace(/\b(?:__wb|wasm_b)\w+/g, (name) => short.get(name) ?? name);
  const page = replaced(replaced(html, file, first), script, glue);
  return page.replace('data-app=', `data-later="./${laterFile}" data-app=`);
}

/** The page with a program that marks what runs (tools/first-load.mjs), as if its later part were still on its way. */
function counted(html) {
  const file = programFile();
  const { program, ...functions } = counting(readFileSync(join(site, file)));
  writeFileSync(join(site, 'functions.json'), JSON.stringify(functions));
  return replaced(html, file, program).replace(/<html\b/, '<html data-later="coming"');
}

function programFile() {
  return readdirSync(site).find((name) => name.endsWith('_bg.wasm')) ?? stop('there is no program');
}

/** The page with short scripts. (Trunk's own minifier cannot read what wasm-bindgen writes.) */
function minified(html) {
  const scripts = readdirSync(site).filter((name) => name.endsWith('.js'));
  const short = (file) => transformSync(readFileSync(join(site, file), 'utf8'), { minify: true, format: 'esm', target: 'es2022' }).code;
  return scripts.reduce((page, file) => replaced(page, file, short(file)), html);
}

/** The page with program and script under names that tell their content, so that no cache mixes two builds. */
function named(html) {
  const name = (file) => `headroom-app-${shortHash(readFileSync(join(site, file)))}${file.endsWith('.js') ? '.js' : '_bg.wasm'}`;
  return readdirSync(site).filter((file) => /^headroom-app-[0-9a-f]+(_bg\.wasm|\.js)$/.test(file)).reduce((page, file) => {
    const now = name(file);
    renameSync(join(site, file), join(site, now));
    return page.replaceAll(file, now);
  }, html);
}

/** The page with one short style sheet in place of many: together they compress better. And one that comes later. */
function styled(html) {
  const links = [...html.matchAll(/[ ]*<link [^>]*href="?\.?\/?([^" >]+\.css)"?[^>]*>\n?/g)];
  const isLater = ([, file]) => LATER_SHEETS.test(file);
  const first = joined(links.filter((link) => !isLater(link)), 'headroom');
  const later = joined(links.filter(isLater), 'headroom-later');
  const page = links.slice(1).reduce((rest, [link]) => rest.replace(link, ''), html);
  return page.replace(links[0][0], `  <link rel="stylesheet" href="./${first}">\n`).replace('data-app=', `data-later-sheet="./${later}" data-app=`);
}

/** One short style sheet of several, in their place. */
function joined(links, name) {
  const files = links.map(([, file]) => join(site, file));
  const { code } = transformSync(files.map((file) => readFileSync(file, 'utf8')).join('\n'), { loader: 'css', minify: true });
  files.forEach((file) => unlinkSync(file));
  const file = `${name}-${shortHash(code)}.css`;
  writeFileSync(join(site, file), code);
  return file;
}

function shortHash(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** Writes a file over the one that Trunk made, and corrects its digest in the page. */
function replaced(html, file, content) {
  const digest = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
  const before = digest(readFileSync(join(site, file)));
  writeFileSync(join(site, file), content);
  return html.replaceAll(before, digest(content));
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
