// Trunk's post_build hook: puts the policy into the page of a release build, and fails a page that breaks it.
// A debug build goes without, because the live reload of `make dev` is an inline script.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CSP } from './csp.mjs';

const { TRUNK_PROFILE, TRUNK_STAGING_DIR } = process.env;
if (TRUNK_PROFILE === 'release') {
  const file = join(TRUNK_STAGING_DIR, 'index.html');
  const html = readFileSync(file, 'utf8');

  const forbidden = html.match(/<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|<[^>]+\s(?:style|on[a-z]+)=[^>]*>/i);
  if (forbidden) stop(`index.html has inline script or style, which the policy blocks: ${forbidden[0]}`);

  const charset = /<meta charset=["']?utf-8["']?\s*\/?>/i;
  if (!charset.test(html)) stop('index.html has no <meta charset="utf-8"> to put the policy after');
  writeFileSync(file, html.replace(charset, (meta) => `${meta}<meta http-equiv="Content-Security-Policy" content="${CSP}">`));
}

function stop(message) {
  console.error(`add-csp: ${message}`);
  process.exit(1);
}
