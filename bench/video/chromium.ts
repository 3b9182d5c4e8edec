import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A page that nobody sees is drawn as seldom as the browser likes.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];

/** The installed Chromium, without a window. */
export function launchChromium(): Promise<Browser> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(existsSync);
  if (path === undefined) throw new Error('Chromium is not installed; `npm test` installs it.');
  return chromium.launch({ executablePath: path, args: flags });
}

/** A page of its own browser context at the server, as the person of a cookie, with the benchmark's script in it. */
export async function openPage(browser: Browser, url: string, cookie: string, script: string): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true });
  const [name = '', ...value] = cookie.split('=');
  await context.addCookies([{ name, value: value.join('='), url }]);
  const page = await context.newPage();
  await page.goto(new URL('/healthz', url).href);
  await page.addScriptTag({ content: script });
  return page;
}
