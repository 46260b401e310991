// The Content-Security-Policy of the site: a header of tools/serve.mjs, and a <meta> in a release build for
// hosts that set no headers.
export const CSP = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
].join('; ');
