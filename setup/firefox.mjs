import { programPath } from './program-path.mjs';

const names = ['firefox-esr', 'firefox'];

/** Path of the installed Firefox; null when there is none. */
export function installedFirefox() {
  return names.map(programPath).find((path) => path !== null) ?? null;
}
