import type { ActorView, ShardView } from '../../../shard/inspect.ts';
import type { TopAnswer } from '../../protocol.ts';

/** What happened between two looks at the shards. Rates are null when there is no earlier look to compare with. */
export interface TopSample {
  readonly at: number;
  readonly overMs: number | null;
  readonly shards: readonly ShardSample[];
  /** By commands per second, the hottest first. */
  readonly hottest: readonly ActorSample[];
}

export interface ShardSample {
  readonly shard: number;
  /** Null while it is being replaced. */
  readonly view: Omit<ShardView, 'hottest'> | null;
  readonly decidedPerSecond: number | null;
  readonly commitsPerSecond: number | null;
}

export interface ActorSample extends ActorView {
  readonly shard: number;
  readonly commandsPerSecond: number | null;
}

/** Compares two looks; `earlier` is null at the first one. */
export function compare(earlier: TopAnswer | null, later: TopAnswer): TopSample {
  const overMs = earlier === null ? null : Math.max(1, later.at - earlier.at);
  const rate = (before: number | undefined, after: number) =>
    // A count that fell is that of a shard that was replaced.
    overMs === null || before === undefined || after < before ? null : ((after - before) * 1_000) / overMs;

  const shards = later.shards.map((view, shard): ShardSample => {
    if (view === null) return { shard, view, decidedPerSecond: null, commitsPerSecond: null };
    const before = earlier?.shards[shard]?.measures;
    const { hottest: _, ...rest } = view;
    return {
      shard,
      view: rest,
      decidedPerSecond: rate(before?.decided, view.measures.decided),
      commitsPerSecond: rate(before?.commits, view.measures.commits),
    };
  });

  const hottest = later.shards.flatMap((view, shard) => {
    const before = earlier?.shards[shard];
    const known = new Map(before?.hottest.map(({ actor, decided }) => [actor, decided]));
    // An actor that was not among the hottest had at most as many commands as the last of them.
    const atMost =
      before && before.hottest.length < before.actors ? (before.hottest.at(-1)?.decided ?? 0) : 0;
    return (view?.hottest ?? []).map(
      (actor): ActorSample => ({
        ...actor,
        shard,
        commandsPerSecond: before ? rate(known.get(actor.actor) ?? atMost, actor.decided) : null,
      }),
    );
  });
  hottest.sort((a, b) => (b.commandsPerSecond ?? 0) - (a.commandsPerSecond ?? 0) || b.decided - a.decided);
  return { at: later.at, overMs, shards, hottest };
}
