import { t } from '../words/language.ts';
import { browserOf } from './browser-of.ts';

/** What a browser is called in a list of sessions. */
export function browserName(agent: string): string {
  const { browser, system } = browserOf(agent);
  const known = [browser, system].filter((part) => part !== null);
  return known.length === 0 ? t.value.account.unknownBrowser : known.join(' · ');
}
