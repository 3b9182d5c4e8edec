import { expansionOf, foldOf, kind, kindBits, kindMask } from './fold.ts';

const half = 0x1000000;

/**
 * A number of 48 bits that is the same for texts that look the same: without case, width, accents, look-alikes,
 * zero-width characters, spaces and punctuation, and with repeated letters as one. Digits count as they are, for sums
 * differ by them alone. No secret: two texts can be made to collide.
 */
export function fingerprint(text: string): number {
  const composed = text.normalize('NFC');
  return hashOf(composed, false) ?? hashOf(composed, true) ?? 0;
}

/** Undefined when nothing of the text counts: of nothing but punctuation, that does. */
function hashOf(text: string, withPunctuation: boolean): number | undefined {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  let last = -1;
  const add = (looks: number, canRepeat: boolean) => {
    if (looks === last && !canRepeat) return;
    last = looks;
    high = Math.imul(high ^ looks, 0x01000193);
    low = Math.imul(low ^ looks ^ (high >>> 13), 0x85ebca6b);
  };
  for (let at = 0; at < text.length; at++) {
    const codePoint = text.codePointAt(at) as number;
    if (codePoint > 0xffff) at++;
    const fold = foldOf(codePoint);
    const symbol = fold >>> kindBits;
    switch (fold & kindMask) {
      case kind.ignored:
      case kind.space:
        break;
      case kind.digit:
        add(digitOf(codePoint), true);
        break;
      case kind.mark:
        if (withPunctuation || symbol === 0) add(codePoint, false);
        break;
      case kind.leetSign:
        if (withPunctuation) add(codePoint, false);
        break;
      case kind.ligature:
      case kind.jamoPair:
        for (const part of expansionOf(fold)) add(part, false);
        break;
      default:
        add(symbol, false);
    }
  }
  return last === -1 ? undefined : (high >>> 8) * half + ((low ^ (low >>> 15)) & (half - 1));
}

/** Wide and circled digits are the same as plain ones. */
function digitOf(codePoint: number): number {
  return codePoint < 0x80
    ? codePoint
    : (String.fromCodePoint(codePoint).normalize('NFKD').codePointAt(0) as number);
}
