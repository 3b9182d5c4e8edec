import type { NetworkVerdict } from './network-trouble.ts';
import { topRung } from './rungs.ts';

/** What is believed of the network between the server and this page. */
export interface NetworkBelief {
  /** The highest rung that it is trusted with. */
  readonly rung: number;
  /** Rises with each look that finds trouble, and falls with each that does not. */
  readonly trouble: number;
  /** Since when no look has found anything but calm. */
  readonly calmSinceMs: number;
  readonly changedAtMs: number;
  /** How long it must have been calm before a higher rung is tried. */
  readonly patienceMs: number;
  /** When it was raised, until it has proved itself for as long as that took patience. */
  readonly triedAtMs: number | null;
}

interface Look {
  readonly nowMs: number;
  /** Null when nothing came that could be judged. */
  readonly verdict: NetworkVerdict | null;
  /** The rung that size and person ask for. */
  readonly wishedRung: number;
}

/** A change disturbs the picture by itself: the new size begins with a whole picture, which takes its time. */
export const settleMs = 4_000;
/** Two looks in a row that find trouble are enough, or three of five. */
const troublePerLook = 2;
const tooMuchTrouble = 4;
export const firstPatienceMs = 10_000;
export const lastPatienceMs = 300_000;

/** Trust, until the network disappoints. */
export const firstBelief: NetworkBelief = {
  rung: topRung,
  trouble: 0,
  calmSinceMs: 0,
  changedAtMs: Number.NEGATIVE_INFINITY,
  patienceMs: firstPatienceMs,
  triedAtMs: null,
};

/**
 * What to believe after one more look. Sustained trouble takes the picture one rung down; calm, for a time that doubles
 * with each attempt that failed, tries the next one up again.
 */
export function afterLook(belief: NetworkBelief, { nowMs, verdict, wishedRung }: Look): NetworkBelief {
  if (nowMs - belief.changedAtMs < settleMs) return { ...belief, trouble: 0, calmSinceMs: nowMs };
  if (verdict === 'troubled') {
    const trouble = belief.trouble + troublePerLook;
    const troubled = { ...belief, trouble, calmSinceMs: nowMs };
    return trouble < tooMuchTrouble ? troubled : lowered(troubled, nowMs, wishedRung);
  }
  const trouble = Math.max(0, belief.trouble - 1);
  if (verdict !== 'calm') return { ...belief, trouble, calmSinceMs: nowMs };
  const calm = proven({ ...belief, trouble }, nowMs);
  const mayTry = calm.rung < wishedRung && nowMs - calm.calmSinceMs >= calm.patienceMs;
  return mayTry
    ? { ...calm, rung: calm.rung + 1, calmSinceMs: nowMs, changedAtMs: nowMs, triedAtMs: nowMs }
    : calm;
}

function lowered(belief: NetworkBelief, nowMs: number, wishedRung: number): NetworkBelief {
  const rung = Math.min(belief.rung, wishedRung) - 1;
  if (rung < 0) return { ...belief, rung: 0, trouble: 0 };
  const hasFailed = belief.triedAtMs !== null;
  const patienceMs = hasFailed ? Math.min(2 * belief.patienceMs, lastPatienceMs) : belief.patienceMs;
  return { ...belief, rung, trouble: 0, changedAtMs: nowMs, patienceMs, triedAtMs: null };
}

/** A rung that was tried and has lasted is no attempt any more. */
function proven(belief: NetworkBelief, nowMs: number): NetworkBelief {
  if (belief.triedAtMs === null || nowMs - belief.triedAtMs < belief.patienceMs) return belief;
  return { ...belief, triedAtMs: null, patienceMs: firstPatienceMs };
}
