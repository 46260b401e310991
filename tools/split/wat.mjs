// WebAssembly's text form as binaryen prints it: one item of the module after the other, each starting with ` (`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the program uses beyond the first version of WebAssembly. Not 'all': what binaryen then makes, browsers do not load. */
export const FEATURES = ['bulk-memory', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'reference-types', 'multivalue']
  .map((feature) => `--enable-${feature}`);

/** Runs a tool of binaryen from bytes to bytes. */
export function binaryen(tool, input, options = []) {
  const dir = mkdtempSync(join(tmpdir(), 'headroom-'));
  try {
    writeFileSync(join(dir, 'in'), input);
    execFileSync(tool, [...FEATURES, ...options, join(dir, 'in'), '-o', join(dir, 'out')], { stdio: ['ignore', 'ignore', 'inherit'] });
    return readFileSync(join(dir, 'out'));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The items of a module: `{ kind, name, text }`. */
export function items(wat) {
  const starts = [...wat.matchAll(/^ \(/gm)].map((match) => match.index);
  const end = wat.lastIndexOf('\n)');
  return starts.map((start, index) => {
    const text = wat.slice(start, starts[index + 1] ?? end);
    const [, kind, name] = text.match(/^ \((\w+)(?:\s+(\$"[^"]*"|\$[^\s()]+))?/);
    return { kind, name, text };
  });
}

/** A module of items. */
export const module = (parts) => `(module\n${parts.map((part) => part.text ?? part).join('\n')}\n)\n`;

/** The functions that a text names as its callees. */
export const callees = (text) => [...text.matchAll(/\((?:call|return_call) (\$"[^"]*"|\$[^\s()]+)/g)].map((match) => match[1]);

/** A function's name as its author knows it: without what changes from one build to the next. */
export const plain = (name) => name.replace(/^\$"?|"$/g, '').replace(/\[[0-9a-f]{8,}\]/g, '').replace(/::h[0-9a-f]{16}/g, '').replace(/[._]\d+$/, '');
