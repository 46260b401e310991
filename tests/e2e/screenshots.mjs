// Pictures of the started app in every size, theme and language, into target/screenshots/: `make screenshots`.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { shutDown, started, withPage } from './page.mjs';

const OUT = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
const SIZES = [{ width: 1440, height: 900 }, { width: 1024, height: 768 }, { width: 390, height: 844 }];

mkdirSync(OUT, { recursive: true });
for (const viewport of SIZES) {
  for (const colorScheme of ['light', 'dark']) {
    for (const locale of ['en-US', 'ko-KR']) {
      const name = `${viewport.width}x${viewport.height}-${colorScheme}-${locale.slice(0, 2)}.png`;
      await withPage({ viewport, colorScheme, locale, touch: viewport.width < 600 }, async (page) => {
        await started(page);
        await page.screenshot({ path: OUT + name });
      });
      console.log(`target/screenshots/${name}`);
    }
  }
}
await shutDown();
