// Serves a directory of static files on 127.0.0.1 with the policy of the site as a header.
//   node tools/serve.mjs [--port 8080] [--dir dist]
// The end-to-end tests import `serve` and take a free port.
import { createServer } from 'node:http';
import { readFile, realpath, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CSP } from './csp.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Starts the server. `mount` is the path the site appears below ("/" or "/some/path/").
 * Answers `{ url, close }`.
 */
export async function serve({ dir = 'dist', port = 0, mount = '/' } = {}) {
  const root = await realpath(dir);
  const server = createServer((request, response) => {
    answer(root, mount, request).then(
      ({ status, type, body }) => {
        response.writeHead(status, {
          'Content-Type': type,
          'Content-Length': body.length,
          'Content-Security-Policy': CSP,
          'Cache-Control': 'no-cache',
          'X-Content-Type-Options': 'nosniff',
        });
        response.end(request.method === 'HEAD' ? undefined : body);
      },
      () => response.writeHead(500).end(),
    );
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${mount}`,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}

async function answer(root, mount, request) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET and HEAD are answered here.');
  const file = await locate(root, mount, request.url);
  if (!file) return plain(404, 'There is no such file.');
  return { status: 200, type: TYPES[extname(file)] ?? 'application/octet-stream', body: await readFile(file) };
}

/** The file a request is for, or null: nothing outside of the root, not even through a link, and no listing. */
async function locate(root, mount, url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    if (!path.startsWith(mount)) return null;
    const name = path.slice(mount.length) || 'index.html';
    const file = await realpath(join(root, name));
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : null;
  } catch {
    return null;
  }
}

function plain(status, text) {
  return { status, type: TYPES['.txt'], body: Buffer.from(`${text}\n`) };
}

async function main(args) {
  const option = (name, otherwise) => (args.includes(name) ? args[args.indexOf(name) + 1] : otherwise);
  const dir = option('--dir', 'dist');
  const port = Number(option('--port', '8080'));
  if (!existsSync(join(dir, 'index.html'))) throw new Error(`there is no ${dir}/index.html: run 'make build' first`);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error('the port must be a number up to 65535');
  const { url } = await serve({ dir, port }).catch((error) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken: try another, as in 'make run PORT=8081'`) : error;
  });
  console.log(`Headroom is at ${url} (stop with Ctrl+C)`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(`serve: ${error.message}`);
    process.exitCode = 1;
  });
}
