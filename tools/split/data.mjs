// Sorts a program's constants into those that its first part needs and those that can come with the later part. The
// linker leaves each constant by itself (.cargo/config.toml), so that its bounds are known.

/** A constant that code names a few bytes beside its bounds counts as named: loops count down from an end. Not so a large
 * one, which is a text or a table and is read from its beginning: its neighbours are named all the time. What stands in
 * another constant is no loop: it names what it points into. */
const BESIDE = 16;
const LARGE = 512;

/** The items of a module without its constants; its constants as items for the first part and for the later one. */
export function splitData(first, constants) {
  const objects = constants.map(parsed).sort((one, other) => one.start - other.start);
  objects.forEach((object, index) => { object.index = index; });
  const kept = new Set();
  for (const { text } of first) follow(objects, text, kept);
  return [objects.filter((object) => kept.has(object)), objects.filter((object) => !kept.has(object))].map(joined);
}

/** Adds to a set every constant that a text of code names, by way of others too. */
export function follow(objects, text, seen) {
  const open = addresses(text).flatMap((address) => near(objects, address, BESIDE));
  while (open.length) {
    const object = open.pop();
    if (seen.has(object)) continue;
    seen.add(object);
    open.push(...pointers(object).flatMap((address) => near(objects, address, 0)));
  }
}

/** Every number in a text that may be an address, or hold two. */
function addresses(text) {
  const small = [...text.matchAll(/(?:i32\.const |offset=)(-?\d+)/g)].map(([, digits]) => Number(digits));
  const large = [...text.matchAll(/i64\.const (-?\d+)/g)].flatMap(([, digits]) => [Number(BigInt(digits) & 0xffffffffn), Number((BigInt(digits) >> 32n) & 0xffffffffn)]);
  return [...small, ...large];
}

/** Every aligned word of a constant: it may be an address. */
function pointers({ start, bytes }) {
  const words = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = (4 - (start % 4)) % 4; at + 4 <= bytes.length; at += 4) words.push(view.getUint32(at, true));
  return words;
}

/** The constants at an address, or so many bytes beside it. */
function near(objects, address, beside) {
  let [low, high] = [0, objects.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (end(objects[middle]) + beside < address) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < objects.length && objects[last].start - beside <= address) last += 1;
  const isNamed = (object) => object.bytes.length <= LARGE || (object.start <= address && address < end(object));
  return objects.slice(low, last).filter(isNamed);
}

const end = ({ start, bytes }) => start + bytes.length;

export function parsed({ text }) {
  const [, start, string] = text.match(/^ \(data (?:\$"[^"]*"|\$[^\s()]+)? ?\(i32\.const (\d+)\) "((?:[^"\\]|\\.)*)"\)\s*$/s) ?? stop(text);
  return { start: Number(start), bytes: unescaped(string) };
}

/** The bytes of a string of the text form. */
function unescaped(string) {
  const short = { t: 9, n: 10, r: 13, '"': 34, "'": 39, '\\': 92 };
  const bytes = [];
  for (const [character, hex, name] of string.matchAll(/\\(?:([0-9a-fA-F]{2})|(.))|[^\\]/gs)) {
    bytes.push(hex ? Number.parseInt(hex, 16) : name ? short[name] : character.charCodeAt(0));
  }
  return Uint8Array.from(bytes);
}

/** As few items as can be: neighbours become one, with what fills the space between them. */
function joined(objects) {
  const runs = [];
  for (const object of objects) {
    const run = runs.at(-1);
    if (run?.index + 1 === object.index) {
      run.bytes.push(...new Uint8Array(object.start - end(run)), ...object.bytes);
      run.index = object.index;
    } else {
      runs.push({ ...object, bytes: [...object.bytes] });
    }
  }
  return runs.map(({ start, bytes }) => ` (data (i32.const ${start}) "${bytes.map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')}")`);
}

function stop(text) {
  throw new Error(`a constant of an unknown form: ${text.slice(0, 80)}`);
}
