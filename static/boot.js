// Starts the app. A file of its own because the Content-Security-Policy allows no inline script.
// Trunk writes the addresses of the app's module and of its WebAssembly into this script's element.

const shell = document.getElementById('boot');

// The shell is written in both languages; the app itself chooses again once it runs.
const language = /^ko\b/i.test(navigator.language) ? 'ko' : 'en';
document.documentElement.lang = language;
for (const text of shell.querySelectorAll('[lang]')) text.hidden = text.lang !== language;

try {
  const { app, wasm } = document.querySelector('script[data-app]').dataset;
  const { default: init } = await import(new URL(app, document.baseURI));
  await init({ module_or_path: new URL(wasm, document.baseURI) });
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
