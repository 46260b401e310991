// Prints what weighs most in the first part of a program, to see what could come later:
//   node tools/split/weigh.mjs PROGRAM.wasm [how many]
// PROGRAM is the linked program with its functions' names. Functions are weighed in bytes before compression; a
// constant is told with the functions that name it.
import { readFileSync } from 'node:fs';
import { follow, parsed } from './data.mjs';
import { binaryen, items, plain } from './wat.mjs';

const [path, many = '60'] = process.argv.slice(2);
const program = readFileSync(path);
const laterNames = new Set(readFileSync(new URL('later.txt', import.meta.url), 'utf8').split('\n'));
const all = items(binaryen('wasm-dis', program).toString());
const functions = all.filter(({ kind }) => kind === 'func');
const sizes = codeSizes(program);
const imported = all.filter(({ kind, text }) => kind === 'import' && text.includes('(func ')).length;
const weighed = functions.map((item, index) => ({ ...item, name: plain(item.name), size: sizes[index] ?? 0 }));
const first = weighed.filter(({ name }) => !laterNames.has(name));
const sum = (list) => list.reduce((whole, { size }) => whole + size, 0);

const objects = all.filter(({ kind }) => kind === 'data').map(parsed).sort((one, other) => one.start - other.start);
const owners = new Map(objects.map((object) => [object, new Set()]));
for (const { name, text } of [...first, ...all.filter(({ kind }) => kind !== 'func' && kind !== 'data')]) {
  const seen = new Set();
  follow(objects, text, seen);
  for (const object of seen) owners.get(object).add(name);
}

console.log(`functions: ${functions.length} (${imported} imported), ${sum(weighed)} bytes; first part ${first.length}, ${sum(first)} bytes`);
for (const { name, size } of first.sort((one, other) => other.size - one.size).slice(0, Number(many))) console.log(`${String(size).padStart(7)}  ${name}`);

const kept = objects.filter((object) => owners.get(object).size);
const bytes = (list) => list.reduce((whole, object) => whole + object.bytes.length, 0);
console.log(`\nconstants: ${objects.length}, ${bytes(objects)} bytes; first part ${kept.length}, ${bytes(kept)} bytes`);
for (const object of kept.sort((one, other) => other.bytes.length - one.bytes.length).slice(0, Number(many))) {
  const names = [...owners.get(object)];
  const text = Buffer.from(object.bytes).toString('utf8').replace(/[^\x20-\x7e가-힣]+/g, '·').slice(0, 60);
  console.log(`${String(object.bytes.length).padStart(7)}  ${text}  <- ${names.length} ${names.slice(0, 3).join(' | ').slice(0, 200)}`);
}

/** The sizes of the functions' bodies, in order. */
function codeSizes(wasm) {
  const found = [];
  let at = 8;
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do { byte = wasm[at++]; value |= (byte & 127) << shift; shift += 7; } while (byte & 128);
    return value >>> 0;
  };
  while (at < wasm.length) {
    const section = wasm[at++];
    const end = number() + at;
    if (section === 10) for (let count = number(); count > 0; count -= 1) { const size = number(); found.push(size); at += size; }
    at = end;
  }
  return found;
}
