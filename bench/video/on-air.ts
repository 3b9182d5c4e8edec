import type { Page } from 'playwright-core';
import type { Bench } from '../bench.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { pageScript } from './page-script.ts';

/** Sends a clock's picture as a lot's, from a page of its seller, until the benchmark ends. Gives the seller's browser. */
export async function putOnAir(bench: Bench, url: string, lot: string, seller: string): Promise<Chromium> {
  const { browser, page } = await openChromium(bench, url, seller);
  await page.evaluate((id) => window.videoPage.publish(id), lot);
  return browser;
}

/** Sends a picture of a fixed bit rate, with sound, as a lot's; otherwise like `putOnAir`. */
export async function putMovieOnAir(
  bench: Bench,
  url: string,
  lot: string,
  seller: string,
  bitsPerSecond: number,
): Promise<Chromium> {
  const { browser, page } = await openChromium(bench, url, seller);
  await page.evaluate(([id, rate]) => window.videoPage.publishMovie(id, rate), [lot, bitsPerSecond] as const);
  return browser;
}

/** A browser of its own with one page in it, which ends with the benchmark. */
export async function openChromium(
  bench: Bench,
  url: string,
  cookie: string,
): Promise<{ readonly browser: Chromium; readonly page: Page }> {
  const script = await pageScript();
  const browser = await launchChromium();
  bench.endAfterwards(() => browser.close());
  return { browser, page: await browser.openPage(url, cookie, script) };
}
