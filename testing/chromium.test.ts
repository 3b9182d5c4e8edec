import assert from 'node:assert/strict';
import { it } from 'node:test';
import { launchChromium } from './chromium.ts';

it('launches Chromium, which has a font for Korean', async (t) => {
  const browser = await launchChromium(t);
  const page = await browser.newPage();
  const pictureOf = (text: string) =>
    page.evaluate((drawn) => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.fillText(drawn, 10, 50);
      return canvas.toDataURL();
    }, text);
  // Without such a font both would be the same empty box.
  assert.notEqual(await pictureOf('경'), await pictureOf('매'));
});
