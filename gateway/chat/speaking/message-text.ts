import { limits } from '../../../schema/limits.ts';

/** Control characters, halves of a character, line ends, and what turns the direction of the text around it. */
const unspeakable = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
/** Something that can be seen: no blank, no mark without a letter, nothing that is drawn as nothing. */
const visible = /[^\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Names of emoji that are several characters need the flag `v`, which the compiler takes for later than it is. */
const emotes = String.raw`^(?:\p{RGI_Emoji}|\p{Emoji_Presentation}|\p{Z})+$`;
const emoteOnly = new RegExp(emotes, 'v');

const graphemes = new Intl.Segmenter();

/** A text as it may be said, or why it may not. */
export type MessageText = { readonly text: string } | { readonly code: 'invalid' | 'limit_exceeded' };

/** Brings what somebody wrote into one form, and refuses what is empty, too long or no text for others. */
export function messageText(written: string): MessageText {
  const text = written.normalize('NFC').trim();
  if (unspeakable.test(text) || !visible.test(text)) return { code: 'invalid' };
  if (text.length > limits.maxChatTextUnits || isLong(text)) return { code: 'limit_exceeded' };
  return { text };
}

/** Whether people would count too many characters. */
function isLong(text: string): boolean {
  // A character takes one unit at least, so most texts need not be counted.
  if (text.length <= limits.maxChatChars) return false;
  let count = 0;
  for (const _ of graphemes.segment(text)) if (++count > limits.maxChatChars) return true;
  return false;
}

/** Whether a text is nothing but emoji, and spaces between them. */
export const isEmotes = (text: string): boolean => emoteOnly.test(text);
