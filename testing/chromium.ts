import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { onCleanup, type Scope } from './cleanup.ts';

const flags = [
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Launches the installed Chromium without a window, with a fake camera and `more` flags. It is closed when the scope ends. */
export async function launchChromium(scope: Scope, more: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: installedChromium(), args: [...flags, ...more] });
  onCleanup(scope, () => browser.close());
  return browser;
}

function installedChromium(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const folder = folders.find((path) => existsSync(join(path, name)));
    if (folder !== undefined) return join(folder, name);
  }
  throw new Error('Chromium is not installed; `npm test` installs it.');
}
