import { gap, type Normalized, script, trait } from './normalized.ts';
import type { Pattern } from './patterns.ts';

/** As many letters must be real ones, or A55 were a bad word; signs such as $ are not taken for anything else. */
const leastLetters = 2;
/** As units: i is written as l. */
const ownWords = new Set(Array.from('al', (letter) => letter.charCodeAt(0)));

/** Whether the units of a text from `from` up to `to`, whose symbols are the pattern's, are the word that is meant. */
export function isMeant(text: Normalized, from: number, to: number, pattern: Pattern): boolean {
  if (!isWholeCharacters(text, from, to)) return false;
  if (!pattern.isAnywhere && !(text.isEdge(from) && text.isEdge(to))) return false;
  if (!hasItsLetters(text, from, to, pattern)) return false;
  return pattern.isInnocent ? hasItsGaps(text, from, to, pattern) : isOneWord(text, from, to, pattern);
}

const isWholeCharacters = (text: Normalized, from: number, to: number): boolean =>
  text.beginsAt(from) && text.endsAt(to - 1);

/** No letter may be repeated less often than in the word: 'as' is not 'ass'. Innocent words are written exactly, and 100 is not 1000. */
function hasItsLetters(text: Normalized, from: number, to: number, pattern: Pattern): boolean {
  const isExact = pattern.isInnocent || pattern.isNumber;
  let letters = 0;
  let digits = 0;
  for (let n = from; n < to; n++) {
    const wanted = pattern.runs === null ? 1 : (pattern.runs[n - from] as number);
    const run = text.runs[n] as number;
    if (run < wanted || (isExact && run !== wanted)) return false;
    if (((text.traits[n] as number) & trait.digit) !== 0) digits++;
    else letters++;
  }
  if (pattern.isNumber) return letters === 0;
  return digits === 0 || letters >= leastLetters;
}

/** An innocent word is not one that was put together from two. */
function hasItsGaps(text: Normalized, from: number, to: number, pattern: Pattern): boolean {
  for (let n = from + 1; n < to; n++) if (text.gaps[n] !== gapIn(pattern, n - from)) return false;
  return true;
}

const gapIn = ({ gaps }: Pattern, n: number): number => (gaps === null ? gap.none : (gaps[n] as number));

/** Whether what stands between the letters looks put there to hide the word, and not between two words. */
function isOneWord(text: Normalized, from: number, to: number, pattern: Pattern): boolean {
  let widest: number = gap.none;
  let gaps = 0;
  let isPushedApart = true;
  for (let n = from + 1; n < to; n++) {
    const between = text.gaps[n] as number;
    if (between === gap.none || gapIn(pattern, n - from) !== gap.none) continue;
    gaps++;
    if (between === gap.space && !isNextToSingle(text, n)) isPushedApart = false;
    if (between > widest) widest = between;
  }
  if (widest === gap.none) return true;
  const isSpelled = gaps === to - from - 1;
  if (!isPushedApart && !isSpelled) return false;
  if (widest === gap.space) return isSpaced(text, from) && isSpaced(text, to);
  return text.isEdge(from) || text.isEdge(to);
}

/** Words that were pushed apart by a space stand apart from others too: 'f uck', '시 발', but not '다시 발견', '12시 발'. */
function isSpaced({ gaps, length }: Normalized, n: number): boolean {
  if (n === length) return true;
  return (n === 0 && gaps[n] === gap.none) || (gaps[n] as number) >= gap.mark;
}

/** A space within a word leaves a single letter or syllable on one of its sides. 'a' and 'I' are words themselves, where not all letters are by themselves. */
function isNextToSingle(text: Normalized, n: number): boolean {
  return isSingle(text, startOfPiece(text, n - 1), n) || isSingle(text, n, endOfPiece(text, n));
}

function isSingle(text: Normalized, from: number, to: number): boolean {
  if (text.scriptAt(from) === script.latin) {
    return to - from === 1 && isOnce(text, from) && !ownWords.has(text.symbols[from] as number);
  }
  for (let n = from + 1; n < to; n++) if (text.beginsAt(n)) return false;
  return true;
}

/** A letter that was not repeated, or with something between each time. */
function isOnce({ runs, starts, ends }: Normalized, n: number): boolean {
  const run = runs[n] as number;
  return run === 1 || (ends[n] as number) - (starts[n] as number) > run;
}

function startOfPiece({ gaps }: Normalized, n: number): number {
  let at = n;
  while (at > 0 && gaps[at] === gap.none) at--;
  return at;
}

function endOfPiece({ gaps, length }: Normalized, n: number): number {
  let at = n + 1;
  while (at < length && gaps[at] === gap.none) at++;
  return at;
}
