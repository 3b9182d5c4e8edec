import { nameSchema } from '../../../schema/http.ts';
import { limits } from '../../../schema/limits.ts';
import { isStaffName } from '../name-key.ts';

/** What somebody is called of whom nothing better is known, with a number. */
const neutralName = 'Bidder';
const neutralDigits = 4;
/** Digits of the numbers that are tried after a name that is taken; twice each. */
const mostDigits = 9;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Names for a new account, the best first, for the case that they are taken: what the provider calls somebody, as far
 * as that can be a name here, then the same with ever longer numbers. `random` gives a whole number below its argument.
 */
export function* nameCandidates(claim: string | undefined, random: (below: number) => number) {
  const name = claim === undefined ? null : cleaned(claim);
  if (name !== null) yield name;
  for (let digits = name === null ? neutralDigits : 1; digits <= mostDigits; digits++) {
    for (let round = 0; round < 2; round++) {
      const least = 10 ** (digits - 1);
      const number = ` ${least + random(9 * least)}`;
      yield cut(name ?? neutralName, limits.maxNameChars - number.length) + number;
    }
  }
}

/** The name without what no name may have, or null if nothing is left or it belongs to the staff. */
function cleaned(claim: string): string | null {
  const visible = claim
    .slice(0, limits.maxSubjectChars)
    .normalize('NFC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(/(?!\u200d)\p{C}/gu, '')
    .trim();
  const { data } = nameSchema.safeParse(cut(visible, limits.maxNameChars));
  return data === undefined || isStaffName(data) ? null : data;
}

/** As many whole characters, as people count them, as fit. */
function cut(text: string, maxChars: number): string {
  let fitting = '';
  for (const { segment } of graphemes.segment(text)) {
    if (fitting.length + segment.length > maxChars) break;
    fitting += segment;
  }
  return fitting.trimEnd();
}
