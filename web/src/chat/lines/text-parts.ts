/** A piece of what somebody said. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const address = /\bhttps?:\/\/[^\s<>"'`]+/giu;
/** What ends a sentence, and not an address. */
const afterAddress = /[.,:;!?…)\]}」』"']+$/u;

/** What somebody said, with its web addresses as links. */
export function withLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const found of text.matchAll(address)) {
    const written = found[0].replace(afterAddress, '');
    const href = hrefOf(written);
    if (href === null) continue;
    if (found.index > done) parts.push({ kind: 'text', text: text.slice(done, found.index) });
    parts.push({ kind: 'link', text: written, href });
    done = found.index + written.length;
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
}

/** Web pages only, and none that looks like another's by a name before its host. */
function hrefOf(written: string): string | null {
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url.href : null;
}

const emoji =
  /^(?:\p{RI}{2}|\p{Emoji}(?:\p{EMod}|\ufe0f\u20e3?)?(?:\u200d\p{Emoji}(?:\p{EMod}|\ufe0f)?)*|\s)+$/u;
const plainDigits = /^[\d#*\s]+$/u;
const mostLarge = 8;

/** Whether somebody said a few emoji and nothing else: those are shown larger. */
export function isFewEmoji(text: string): boolean {
  if (text.length > 60 || !emoji.test(text) || plainDigits.test(text)) return false;
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...graphemes.segment(text.replace(/\s/gu, ''))].length <= mostLarge;
}
