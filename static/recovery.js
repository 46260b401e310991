// The screen that is shown when the program itself has failed. It uses nothing of the program: a panic ends it for good.
// The program keeps its drawing before it ends (src/app/platform/rescue.rs) and sends 'headroom-failed'; a failure
// that it cannot see, such as running out of memory, comes as an uncaught WebAssembly error, and the last drawing that
// was kept on the way has to do.

const RESCUED = 'headroom.rescued';
const DRAWING = 'headroom.drawing';

// Reloaded without the screen's button after a failure: what was rescued is the newest drawing there is.
adoptRescued();

const screen = document.getElementById('recovery');

function adoptRescued() {
  try {
    const rescued = localStorage.getItem(RESCUED);
    if (rescued !== null) keep(DRAWING, rescued);
    keep(RESCUED, null);
  } catch {
    // A browser that keeps nothing has nothing to adopt.
  }
}

function kept() {
  try {
    return localStorage.getItem(RESCUED) ?? localStorage.getItem(DRAWING);
  } catch {
    return null;
  }
}

function keep(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // A browser that keeps nothing has nothing to lose here.
  }
}

function show() {
  if (!screen.hidden) return;
  const { lang } = document.documentElement;
  for (const text of screen.querySelectorAll('[lang]')) text.hidden = text.lang !== lang;
  document.getElementById('recovery-download').hidden = kept() === null;
  document.getElementById('app').hidden = true;
  screen.hidden = false;
  document.getElementById('recovery-reload').focus();
}

// The address of this page without a drawing in its fragment: the kept one is newer.
const address = () => location.href.split('#')[0];

function reload() {
  history.replaceState(null, '', address());
  location.reload();
}

document.getElementById('recovery-reload').addEventListener('click', () => {
  keep(DRAWING, kept());
  keep(RESCUED, null);
  reload();
});

document.getElementById('recovery-download').addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([kept() ?? ''], { type: 'application/json' }));
  link.download = 'headroom.json';
  link.click();
});

document.getElementById('recovery-new').addEventListener('click', () => {
  keep(DRAWING, null);
  keep(RESCUED, null);
  reload();
});

// A stack without end is a RangeError, in Firefox an InternalError.
const isOfProgram = (error) => error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error?.name === 'InternalError';

addEventListener('headroom-failed', show);
addEventListener('error', ({ error }) => {
  if (isOfProgram(error)) show();
});
addEventListener('unhandledrejection', ({ reason }) => {
  if (isOfProgram(reason)) show();
});
