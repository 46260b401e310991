// Starts the app. A file of its own because the Content-Security-Policy allows no inline script.
// The build writes the addresses of the app's module and of its WebAssembly into this script's element.

const shell = document.getElementById('boot');

// The shell is written in both languages; the app itself chooses again once it runs.
const language = /^ko\b/i.test(navigator.language) ? 'ko' : 'en';
document.documentElement.lang = language;
for (const text of shell.querySelectorAll('[lang]')) text.hidden = text.lang !== language;

try {
  const { app, wasm, later, laterSheet } = document.querySelector('script[data-app]').dataset;
  const address = (name) => new URL(name, document.baseURI);
  const { default: init } = await import(address(app));
  await start(init, address(wasm), later && address(later));
  if (laterSheet) style(laterSheet);
} catch (error) {
  // A program that failed while starting has its own screen (recovery.js).
  if (!document.getElementById('recovery').hidden) throw error;
  // Mounting empties its place, so a failure after it has to bring the text back.
  document.getElementById('app').replaceChildren(shell);
  document.getElementById('boot-loading').hidden = true;
  document.getElementById('boot-failed').hidden = false;
  document.getElementById('boot-reason').textContent = String(error);
  throw error;
}

/**
 * Starts the program. A release build comes in two parts: the first shows the page, the later one has what the first
 * screen does not need (docs/decisions/0005). It is fetched once the page stands, and put in when it is there; where
 * the program asks for it earlier, the program cannot wait, so it is fetched at once.
 */
async function start(init, wasm, later) {
  if (!later) {
    await init({ module_or_path: wasm });
    return;
  }
  let first;
  let compiled;
  let isThere = false;
  // The page waits to be told before it draws what only the later part knows (src/app/platform/later.rs).
  const tell = (state) => {
    document.documentElement.dataset.later = state;
    dispatchEvent(new Event('headroom-later'));
  };
  const put = (part) => {
    if (isThere) return;
    new WebAssembly.Instance(part, { first });
    isThere = true;
    // Not now: the program is in the middle of something.
    setTimeout(tell, 0, 'there');
  };
  const load = () => {
    try {
      compiled ??= new WebAssembly.Module(fetchedNow(later));
      put(compiled);
    } catch (error) {
      // The program stands still in the middle of something: only its own screen of failure helps (recovery.js).
      dispatchEvent(new Event('headroom-failed'));
      throw error;
    }
  };
  const behind = async () => { compiled = await compile(later); };

  // Any drawing but the first one may need all of the program. Where the rest cannot be fetched, try without it.
  const [module] = await Promise.all([compile(wasm), hasDrawing() && behind().catch(() => {})]);
  if (!compiled) document.documentElement.dataset.later = 'coming';
  const { instantiate } = WebAssembly;
  // wasm-bindgen's module makes the instance, and knows nothing of parts.
  WebAssembly.instantiate = async (program, imports) => {
    const instance = await instantiate(program, { ...imports, later: { load } });
    first = instance.exports;
    return instance;
  };
  try {
    await init({ module_or_path: module });
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  requestAnimationFrame(() => setTimeout(async () => {
    try {
      if (!compiled) await behind();
      if (!isThere) await instantiate(compiled, { first });
      isThere = true;
      tell('there');
    } catch {
      // The page goes on without it; it is asked for again when it is needed.
      tell('missing');
    }
  }));
}

/** Style sheets of what the first screen does not show come behind it. */
function style(sheet) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = sheet;
  document.head.append(link);
}

/** Whether there is a drawing in the address (src/codec/link.rs tells what one looks like) or kept in the browser. */
function hasDrawing() {
  if (/[#&]\s*s=/.test(location.hash)) return true;
  try {
    return localStorage.getItem('headroom.drawing') !== null;
  } catch {
    return false;
  }
}

async function compile(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}: ${address.pathname}`);
  // Some servers do not know the type of the file, and streaming insists on it.
  const type = response.headers.get('content-type')?.trim().toLowerCase();
  return type === 'application/wasm' ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

function fetchedNow(address) {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  // A request that is waited for may not ask for bytes; this passes them on as letters.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`${request.status} ${request.statusText}: ${address.pathname}`);
  return Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0));
}
