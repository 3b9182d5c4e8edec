import type { ReactionKind } from '../../../../schema/chat/settings.ts';

/** All that a reaction can be, as they stand in a row. */
export const reactionRow = [
  'heart',
  'clap',
  'fire',
  'laugh',
  'wow',
] as const satisfies readonly ReactionKind[];

/** A reaction that floats over the picture. */
export interface Float {
  readonly id: number;
  readonly kind: ReactionKind;
  /** Where it rises, from 0 (left) to 1, and how much later than the others it begins. */
  readonly across: number;
  readonly delayMs: number;
}

export type Counts = Readonly<Partial<Record<ReactionKind, number>>>;

/** More at once are a cloud that nobody can look through. */
const mostFloats = 24;
/** Told at one moment, they rise one after the other within this time. */
const spreadMs = 240;

/** The floats with those of new reactions; beyond the most, the oldest go. `random` gives numbers from 0 to 1. */
export function withCounts(
  floats: readonly Float[],
  counts: Counts,
  nextId: number,
  random: () => number,
): Float[] {
  const kinds = reactionRow.flatMap((kind) =>
    Array.from({ length: Math.min(mostFloats, counts[kind] ?? 0) }, () => kind),
  );
  // When there are more than can be shown, each kind keeps its share.
  const step = Math.max(1, kinds.length / mostFloats);
  const added = Array.from({ length: Math.ceil(kinds.length / step) }, (_, n): Float => {
    const kind = kinds[Math.floor(n * step)] ?? 'heart';
    return { id: nextId + n, kind, across: random(), delayMs: Math.round(random() * spreadMs) };
  });
  return [...floats, ...added].slice(-mostFloats);
}

/** Counts without those of one's own that have been shown already. */
export function withoutOwn(counts: Counts, own: Counts): Counts {
  const rest = reactionRow.map((kind) => [kind, Math.max(0, (counts[kind] ?? 0) - (own[kind] ?? 0))]);
  return Object.fromEntries(rest);
}

/** Two counts together. */
export function sumOf(one: Counts, other: Counts): Counts {
  return Object.fromEntries(reactionRow.map((kind) => [kind, (one[kind] ?? 0) + (other[kind] ?? 0)]));
}
