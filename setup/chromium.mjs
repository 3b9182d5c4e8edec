import { programPath } from './program-path.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of the installed Chromium; null when there is none. */
export function installedChromium() {
  return names.map(programPath).find((path) => path !== null) ?? null;
}

/** What to launch it with wherever nobody sits before it: root may, and it asks nothing of the internet. */
export function chromiumLaunch(flags) {
  const executablePath = installedChromium();
  if (executablePath === null) throw new Error('Chromium is not installed; `npm test` installs it.');
  return {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...flags,
    ],
  };
}
