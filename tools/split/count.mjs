// Marks which functions of a program run, to learn what the first screen needs.
import { binaryen, items, module, plain } from './wat.mjs';

const PAGE = 65_536;

/** The program, with a byte of its memory set for each function once it runs: `{ program, start, names }`. */
export function counting(program) {
  const all = items(binaryen('wasm-dis', program).toString());
  const functions = all.filter(({ kind }) => kind === 'func');
  const memory = all.find(({ kind }) => kind === 'memory');
  const pages = Number(memory.text.match(/(\d+)/g).at(-1));
  // Behind everything that the program was linked with; what it takes later it takes further on.
  const start = pages * PAGE;
  memory.text = memory.text.replace(/\d+(?=\)\s*$)/, String(pages + Math.ceil(functions.length / PAGE)));
  functions.forEach((item, index) => { item.text = marked(item.text, start + index); });
  return { program: binaryen('wasm-as', module(all)), start, names: functions.map(({ name }) => plain(name)) };
}

function marked(text, at) {
  const lines = text.split('\n');
  const body = lines.findIndex((line, index) => index > 0 && !line.startsWith('  (local '));
  return [...lines.slice(0, body), `  (i32.store8 (i32.const ${at}) (i32.const 1))`, ...lines.slice(body)].join('\n');
}
