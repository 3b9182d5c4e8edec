import { isUtf8 } from 'node:buffer';
import type { Failure } from '../failure.ts';
import { contentOf, type FuzzCase, type Piece } from '../fuzz-case.ts';

/** Sends cases one after the other and tells the first promise that they break. */
export type Attempt = (cases: readonly FuzzCase[]) => Promise<Failure | null>;

export interface Minimized {
  readonly cases: readonly FuzzCase[];
  readonly failure: Failure;
}

/**
 * Fewer and shorter cases that still break the same promise: whole cases are left out, then pieces, then stretches
 * of bytes. Null when the failure does not come again even with all of them.
 */
export async function minimize(
  cases: readonly FuzzCase[],
  failure: Failure,
  attempt: Attempt,
  mostAttempts: number,
): Promise<Minimized | null> {
  let left = mostAttempts;
  let best: Minimized | null = null;
  const stillFails = async (fewer: readonly FuzzCase[]): Promise<boolean> => {
    if (fewer.length === 0 || left-- <= 0) return false;
    const seen = await attempt(fewer);
    if (seen?.promise !== failure.promise) return false;
    best = { cases: fewer, failure: seen };
    return true;
  };
  if (!(await stillFails(cases))) return null;

  let kept = await fewest(cases, stillFails);
  for (let n = 0; n < kept.length; n++) {
    const at = n;
    const withCase = (changed: FuzzCase) => kept.map((one, place) => (place === at ? changed : one));
    const whole = kept[at] as FuzzCase;
    const pieces = await fewest(whole.pieces, (fewer) => stillFails(withCase({ ...whole, pieces: fewer })));
    kept = withCase({ ...whole, pieces });
    // Good HTTP with a stretch left out is broken HTTP, and another matter.
    if (whole.target === 'http' && whole.isSound) continue;
    for (let place = 0; place < pieces.length; place++) {
      const shorter = await shortest(contentOf(pieces[place] as Piece), async (content) => {
        // A character cut in half breaks the connection and not the message.
        if (whole.isSound && !isUtf8(Buffer.from(content, 'latin1'))) return false;
        return stillFails(
          withCase({ ...whole, pieces: withContent(kept[at]?.pieces ?? [], place, content) }),
        );
      });
      kept = withCase({ ...whole, pieces: withContent(kept[at]?.pieces ?? [], place, shorter) });
    }
  }
  return best;
}

/** Leaves out as many items as possible, in ever smaller groups. */
async function fewest<Item>(
  items: readonly Item[],
  stillFails: (fewer: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && kept.length > 1; ) {
      const fewer = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (await stillFails(fewer)) kept = fewer;
      else start += size;
    }
  }
  return kept;
}

/** Leaves out as many stretches of a text as possible. */
async function shortest(text: string, stillFails: (shorter: string) => Promise<boolean>): Promise<string> {
  let kept = text;
  for (let size = Math.ceil(kept.length / 2); size >= 8; size = Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length; ) {
      const shorter = kept.slice(0, start) + kept.slice(start + size);
      if (await stillFails(shorter)) kept = shorter;
      else start += size;
    }
  }
  return kept;
}

const withContent = (pieces: readonly Piece[], place: number, content: string): Piece[] =>
  pieces.map((piece, n) =>
    n !== place ? piece : 'text' in piece ? { ...piece, text: content } : { raw: content },
  );
