import assert from 'node:assert/strict';
import { it } from 'node:test';
import { launchChromium } from './chromium.ts';

it('launches Chromium, which has a font for Korean', async (t) => {
  const browser = await launchChromium(t);
  const page = await browser.newPage();
  const drawn = await page.evaluate(() => {
    const pictureOf = (text: string) => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.fillText(text, 10, 50);
      return canvas.toDataURL();
    };
    return ['경', '매'].map(pictureOf);
  });
  // Without such a font both would be the same empty box.
  assert.notEqual(drawn[0], drawn[1]);
});
