// The server of `make run`: right types, the policy, and nothing outside of its directory.
import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';

let root;
let server;

before(async () => {
  root = mkdtempSync(join(tmpdir(), 'headroom-serve-'));
  mkdirSync(join(root, 'site/sub'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'site/index.html'), '<p>index</p>');
  writeFileSync(join(root, 'site/a b.wasm'), 'wasm');
  symlinkSync(join(root, 'secret.txt'), join(root, 'site/link.txt'));
  server = await serve({ dir: join(root, 'site') });
});

after(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

/** `fetch` would tidy the path up first, so the request is written by hand. */
function status(path, method = 'GET') {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let text = '';
    connect(port, hostname)
      .on('error', reject)
      .on('data', (data) => { text += data; })
      .on('end', () => resolve(Number(text.split(' ')[1])))
      .write(`${method} ${path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`);
  });
}

test('serves the index with the policy and without caching', async () => {
  const response = await fetch(server.url);
  assert.equal(await response.text(), '<p>index</p>');
  assert.match(response.headers.get('content-security-policy'), /^default-src 'self'; script-src 'self' 'wasm-unsafe-eval'/);
  assert.equal(response.headers.get('cache-control'), 'no-cache');
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
});

test('serves WebAssembly with the type that streaming needs', async () => {
  const response = await fetch(`${server.url}a%20b.wasm?query`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/wasm');
});

test('answers 404 outside of its directory', async () => {
  for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/link.txt', '/sub', '/nothing', '/%', '/a%00b', '//etc/passwd']) {
    assert.equal(await status(path), 404, path);
  }
});

test('answers GET and HEAD only', async () => {
  assert.equal(await status('/', 'HEAD'), 200);
  assert.equal(await status('/', 'POST'), 405);
});
