import { BytePattern, unsignedAt } from '../byte-pattern.ts';

/**
 * Digits in two sets of letters that take turns: no letter is doubled and no word comes about, so that nothing in a
 * message looks like another one, or like a word that is blocked.
 */
const digitSets = ['bdfgjlmrvz', 'ckpqstwxyh'] as const;
const speakerDigits = 4;
const counterDigits = 7;
const digits = speakerDigits + counterDigits;
const counters = 10 ** counterDigits;
/** As long as what people write in chats. */
const rest = ' is that the first owner, and has the frame been changed?';

const digitValues = digitSets.map((letters) => {
  const values = new Int8Array(256).fill(-1);
  for (let n = 0; n < letters.length; n++) values[letters.charCodeAt(n)] = n;
  return values;
});

/** One number for the message of a speaker, both counted from 0. */
export function codeOf(speaker: number, counter: number): number {
  return speaker * counters + counter;
}

/** The speaker and the counter of a message's number. */
export const speakerOf = (code: number): number => Math.floor(code / counters);
export const counterOf = (code: number): number => code % counters;

/** What the speaker says: the number can be read out of it again. */
export function messageText(code: number): string {
  const decimal = String(code).padStart(digits, '0');
  let text = '';
  for (let n = 0; n < digits; n++) text += (digitSets[n % 2] as string)[Number(decimal[n])];
  return text + rest;
}

const seqKey = new BytePattern('"seq":');
const textKey = new BytePattern('"text":"');

/** What stands for the number of a text that is none of ours, and of what is no message at all. */
export const strangeCode = -1;
export const quietCode = -2;

/** Places in the room's order that are told of between `start` and `end`, and what stands there. */
export interface Told {
  readonly seqs: readonly number[];
  readonly codes: readonly number[];
  readonly messages: number;
}

/** Reads events of a room, of which each has its `seq` in front of its text. */
export function toldIn(bytes: Uint8Array, start: number, end: number): Told {
  const seqs: number[] = [];
  const codes: number[] = [];
  let messages = 0;
  for (let at = seqKey.endIn(bytes, start, end); at >= 0; ) {
    const next = seqKey.endIn(bytes, at, end);
    const textAt = textKey.endIn(bytes, at, next < 0 ? end : next);
    seqs.push(unsignedAt(bytes, at));
    codes.push(textAt < 0 ? quietCode : codeAt(bytes, textAt, end));
    if (textAt >= 0) messages++;
    at = next;
  }
  return { seqs, codes, messages };
}

function codeAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + digits > end) return strangeCode;
  let code = 0;
  for (let n = 0; n < digits; n++) {
    const value = (digitValues[n % 2] as Int8Array)[bytes[at + n] as number] as number;
    if (value < 0) return strangeCode;
    code = code * 10 + value;
  }
  return code;
}
