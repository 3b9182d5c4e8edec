import { Counter, Gauge, type Registry } from 'prom-client';
import type { Lanes } from '../../actors/lane/lanes.ts';
import type { ShardView } from '../../actors/shard/inspect.ts';
import { CountedHistogram } from './counted-histogram.ts';
import type { Group } from './group.ts';
import { inTime } from './in-time.ts';

/** What the shards count about themselves; they are asked as `npm run inspect` asks them. */
export class ShardMetrics implements Group {
  readonly #lanes: Lanes;
  readonly #up;
  readonly #actors;
  readonly #gauges: ReadonlyArray<readonly [gauge: Gauge<'shard'>, of: (view: ShardView) => number]>;
  readonly #totals: ReadonlyArray<readonly [total: Counter<'shard'>, of: (view: ShardView) => number]>;
  readonly #commitEvents;
  readonly #commitDuration;
  readonly #lateness;

  constructor(registry: Registry, lanes: Lanes) {
    this.#lanes = lanes;
    const of = (name: string, help: string) => ({
      name: `lotcast_shard_${name}`,
      help,
      labelNames: ['shard'] as const,
      registers: [registry],
    });
    this.#up = new Gauge(of('up', 'Whether the shard answers: 0 while it is replaced or stuck.'));
    this.#actors = new Gauge({
      ...of('actors', 'Actors in memory, by state of the runtime: cold, loading, ready, halted.'),
      labelNames: ['shard', 'state'] as const,
    });
    this.#gauges = [
      [
        new Gauge(of('journal_up', 'Whether the shard decides: 0 while the journal fails or stalls.')),
        ({ down }) => (down ? 0 : 1),
      ],
      [
        new Gauge(of('waiting_commands', 'Commands that wait in all mailboxes.')),
        ({ waitingCommands }) => waitingCommands,
      ],
      [
        new Gauge(of('longest_mailbox_commands', 'Commands that wait in the fullest mailbox.')),
        ({ longestMailbox }) => longestMailbox,
      ],
      [new Gauge(of('deadlines', 'Actors that wait for a deadline.')), ({ deadlines }) => deadlines],
      [new Gauge(of('heap_bytes', "Used heap of the shard's thread.")), ({ heapBytes }) => heapBytes],
    ];
    this.#totals = [
      [
        new Counter(
          of('commands_decided_total', 'Commands that an actor decided, ticks of its clock included.'),
        ),
        ({ measures }) => measures.decided,
      ],
      [
        new Counter(of('commands_refused_total', 'Commands refused before they reached an actor.')),
        ({ measures }) => measures.refused,
      ],
      [new Counter(of('commits_total', 'Commits that succeeded.')), ({ measures }) => measures.commits],
      [
        new Counter(of('failed_commits_total', 'Commits that failed or whose outcome is unknown.')),
        ({ measures }) => measures.failedCommits,
      ],
      [new Counter(of('events_total', 'Events committed.')), ({ measures }) => measures.events],
      [
        new Counter(of('busy_seconds_total', "Time in which the thread's event loop did something.")),
        ({ busyMs }) => busyMs / 1_000,
      ],
    ];
    this.#commitEvents = new CountedHistogram(of('commit_events', 'Events per commit: the batch size.'), 1);
    this.#commitDuration = new CountedHistogram(
      of('commit_duration_seconds', 'Time from sending a commit to the journal to its answer.'),
      1_000,
    );
    this.#lateness = new CountedHistogram(
      of('hammer_lateness_seconds', 'How long after its deadline a tick was decided.'),
      1_000,
    );
  }

  async collect(): Promise<void> {
    const answers = await Promise.all(
      this.#lanes.inspectEach({ inspect: 'shard', hottest: 0 }).map((answer) => inTime(answer)),
    );
    const shards = answers.flatMap((answer, n) =>
      answer === null ? [] : [{ labels: { shard: String(n) }, view: answer as ShardView }],
    );
    for (const [n, answer] of answers.entries()) this.#up.set({ shard: String(n) }, answer === null ? 0 : 1);
    this.#actors.reset();
    for (const { labels, view } of shards) {
      for (const state of ['cold', 'loading', 'ready', 'halted'] as const) {
        this.#actors.set({ ...labels, state }, view.byStatus[state] ?? 0);
      }
    }
    for (const [gauge, of] of this.#gauges) {
      gauge.reset();
      for (const { labels, view } of shards) gauge.set(labels, of(view));
    }
    for (const [total, of] of this.#totals) {
      total.reset();
      for (const { labels, view } of shards) total.inc(labels, of(view));
    }
    const rows = (name: keyof ShardView['measures']['buckets']) =>
      shards.map(({ labels, view }) => ({ labels, view: view.measures.buckets[name] }));
    this.#commitEvents.show(rows('batchEvents'));
    this.#commitDuration.show(rows('commitMs'));
    this.#lateness.show(rows('latenessMs'));
  }
}
