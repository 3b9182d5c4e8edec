import type { Code } from '../../api/request.ts';
import { t } from '../../words/language.ts';

/** Why something was refused in a room: some codes are said otherwise than of bids. */
export function refusalWords(code: Code): string {
  const own: Readonly<Partial<Record<Code, string>>> = t.value.chat.refused;
  return own[code] ?? t.value.codes[code];
}
