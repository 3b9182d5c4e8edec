import { type Browser, chromium } from 'playwright-core';
import { chromiumLaunch } from '../setup/chromium.mjs';
import { onCleanup, type Scope } from './cleanup.ts';

const fakeCamera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Launches the installed Chromium without a window, with a fake camera and `more` flags. It is closed when the scope ends. */
export async function launchChromium(scope: Scope, more: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch(chromiumLaunch([...fakeCamera, ...more]));
  onCleanup(scope, () => browser.close());
  return browser;
}
