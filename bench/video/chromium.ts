import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumLaunch } from '../../setup/chromium.mjs';
import { descendantsOf, treeCpuSecondsOf } from '../servers/proc.ts';

const flags = [
  // A page that nobody sees is drawn as seldom as the browser likes.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  // Nobody presses anything here, and sound is to be made and heard all the same.
  '--autoplay-policy=no-user-gesture-required',
];

/** The installed Chromium, without a window. */
export interface Chromium {
  /** A page of its own browser context at the server, as the person of a cookie, with the benchmark's script in it. */
  openPage(url: string, cookie: string, script: string): Promise<Page>;
  /** CPU that all its processes have used so far. */
  cpuSeconds(): number;
  close(): Promise<void>;
}

/** Starts one, after any that was started before. */
export async function launchChromium(): Promise<Chromium> {
  const others = new Set(browserPids());
  const browser = await chromium.launch(chromiumLaunch(flags));
  const pid = browserPids().find((one) => !others.has(one));
  if (pid === undefined) throw new Error('Chromium was started, and is not among the processes.');
  return {
    openPage: (url, cookie, script) => openPage(browser, url, cookie, script),
    cpuSeconds: () => treeCpuSecondsOf(pid),
    close: () => browser.close(),
  };
}

function browserPids(): number[] {
  return descendantsOf(process.pid)
    .filter(({ parentPid, name }) => parentPid === process.pid && name.startsWith('chrom'))
    .map(({ pid }) => pid);
}

async function openPage(browser: Browser, url: string, cookie: string, script: string): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true });
  const [name = '', ...value] = cookie.split('=');
  await context.addCookies([{ name, value: value.join('='), url }]);
  const page = await context.newPage();
  await page.goto(new URL('/healthz', url).href);
  await page.addScriptTag({ content: script });
  return page;
}
