import assert from 'node:assert/strict';
import { it } from 'node:test';
import { launchChromium } from './chromium.ts';

it('launches Chromium, which can draw Korean', async (t) => {
  const browser = await launchChromium(t);
  const page = await browser.newPage();
  await page.setContent('<span id="korean">경</span><br><span id="missing">\u{10FFFD}\u{10FFFD}</span>');
  // A character without a glyph in any font takes the width of the box that stands for it.
  const width = (id: string) =>
    page.locator(`#${id}`).evaluate((element) => element.getBoundingClientRect().width);
  assert.ok((await width('korean')) > 0);
});
