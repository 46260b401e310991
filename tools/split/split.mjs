// Cuts a program in two: the first part, which starts the page, and the later part, which comes behind it
// (docs/decisions/0005). A function may go where it is named, and stays in the first part otherwise.
import { splitData } from './data.mjs';
import { binaryen, callees, items, module, plain } from './wat.mjs';

const SIZE = ['-Oz', '--strip-debug', '--strip-producers',
  '--one-caller-inline-max-function-size=0', '--always-inline-max-function-size=0', '--flexible-inline-max-function-size=0'];
const TABLE = '$0';
const STACK = '$__stack_pointer';

/**
 * Both parts of a program (bytes, with its functions' names), given the plain names of what can come later; and the
 * short names of what it shares with its script, by the long ones.
 */
export function split(program, laterNames) {
  const all = items(binaryen('wasm-dis', program).toString());
  const short = shortened(all);
  const functions = new Map(all.filter(({ kind }) => kind === 'func').map((item) => [item.name, item]));
  const imported = new Map(all.filter(({ kind, text }) => kind === 'import' && text.includes('(func ')).map(importedFunction));
  const [elements] = all.filter(({ kind }) => kind === 'elem');
  const inTable = [...elements.text.slice(elements.text.indexOf(' func ')).matchAll(/\$"[^"]*"|\$[^\s()]+/g)].map(([name]) => name);

  const kept = new Set(all.filter(({ kind }) => kind === 'export' || kind === 'start').flatMap(({ text }) => text.match(/\((?:func|start) (\$"[^"]*"|\$[^\s()]+)/)?.[1] ?? []));
  const isLater = ({ name, text }) => laterNames.has(plain(name)) && !kept.has(name) && canMove(text);
  const later = [...functions.values()].filter(isLater);
  const laterSet = new Set(later.map(({ name }) => name));
  const code = all.filter(({ kind }) => kind !== 'data');
  const first = code.filter((item) => !laterSet.has(item.name) || item.kind !== 'func');
  const [firstData, laterData] = splitData(first, all.filter(({ kind }) => kind === 'data'));

  // Each part calls the other through the table.
  const called = (part) => new Set(part.filter(({ kind }) => kind === 'func').flatMap(({ text }) => callees(text)));
  const down = [...new Set([...called(first), ...inTable])].filter((name) => laterSet.has(name));
  const up = [...called(later)].filter((name) => !laterSet.has(name));
  const table = all.find(({ kind, name }) => kind === 'table' && name === TABLE);
  const size = Number(table.text.match(/(\d+) \d+ funcref/)[1]);
  const slot = new Map([...down, ...up].map((name, index) => [name, size + index]));
  const wholeSize = size + slot.size;
  table.text = table.text.replace(/\d+ \d+ funcref/, `${wholeSize} ${wholeSize} funcref`);

  const signature = (name) => imported.get(name) ?? header(functions.get(name));
  const standIn = (before) => (name) => ` (func ${name} ${typed(signature(name))}\n  ${before}\n  ${throughTable(signature(name), slot.get(name))})`;
  const elementsAt = (name, start, list) => list.length ? ` (elem ${name} (table ${TABLE}) (i32.const ${start}) func ${list.join(' ')})` : '';
  const lastImport = first.findLastIndex(({ kind }) => kind === 'import');

  const firstPart = module([
    ...first.slice(0, lastImport + 1),
    ' (import "later" "load" (func $later.load))',
    ...first.slice(lastImport + 1),
    ...firstData,
    ' (global $later.here (mut i32) (i32.const 0))',
    ` (export "later_table" (table ${TABLE}))`,
    ` (export "later_stack" (global ${STACK}))`,
    elementsAt('$later.up', size + down.length, up),
    ' (func $later.ensure (if (i32.eqz (global.get $later.here)) (then (call $later.load) (global.set $later.here (i32.const 1)))))',
    ...down.map(standIn('(call $later.ensure)')),
  ]);
  const laterPart = module([
    ...all.filter(({ kind }) => kind === 'type'),
    ` (import "first" "memory" (memory $0 ${all.find(({ kind }) => kind === 'memory').text.match(/(\d+)/g).at(-1)}))`,
    ` (import "first" "later_table" (table ${TABLE} ${wholeSize} funcref))`,
    ` (import "first" "later_stack" (global ${STACK} (mut i32)))`,
    elementsAt('$later.down', size, down),
    ...laterData,
    ...up.map(standIn('')),
    ...later,
  ]);
  const made = (wat) => binaryen('wasm-opt', binaryen('wasm-as', wat), SIZE);
  return { first: made(firstPart), later: made(laterPart), short };
}

/** Shortens the names that the program shares with its script; wasm-bindgen's are 40 letters long. */
function shortened(all) {
  const short = new Map();
  for (const item of all.filter(({ kind }) => kind === 'import' || kind === 'export')) {
    item.text = item.text.replace(/"(__wbg_\w+|__wbindgen_\w+|wasm_bindgen__\w+)"/, (_, long) => {
      if (!short.has(long)) short.set(long, `_${short.size.toString(36)}`);
      return `"${short.get(long)}"`;
    });
  }
  return short;
}

/** Whether a function works in the later part: it shares the memory, the stack and one table only. */
function canMove(text) {
  const globals = [...text.matchAll(/\(global\.[gs]et (\$"[^"]*"|\$[^\s()]+)/g)].map((match) => match[1]);
  return globals.every((name) => name === STACK) && !/\((?:ref\.func|table\.|memory\.init|data\.drop|elem\.drop)/.test(text);
}

function importedFunction({ text }) {
  const [, name, rest] = text.match(/\(func (\$"[^"]*"|\$[^\s()]+)(.*)\)\)\s*$/s);
  return [name, types(rest)];
}

/** The types of a function's parameters and results. */
function header({ name, text }) {
  const line = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  return types(line.slice(line.indexOf(name) + name.length));
}

function types(text) {
  const of = (kind) => [...text.matchAll(new RegExp(`\\(${kind}((?: [^()]+)?)\\)`, 'g'))].flatMap((match) => match[1].split(/\s+/).filter((word) => word && !word.startsWith('$')));
  return { params: of('param'), results: of('result') };
}

function typed({ params, results }) {
  return [params.length ? `(param ${params.join(' ')})` : '', results.length ? `(result ${results.join(' ')})` : ''].join(' ');
}

function throughTable(signature, slot) {
  const values = signature.params.map((_, index) => `(local.get ${index})`).join(' ');
  return `(call_indirect ${TABLE} ${typed(signature)} ${values} (i32.const ${slot}))`;
}
