// What every end-to-end test imports: page.mjs, closed when the tests of the file are over.
import { after } from 'node:test';
import { shutDown } from './page.mjs';

export * from './page.mjs';

after(shutDown);
