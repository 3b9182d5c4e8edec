import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, describe, it } from 'node:test';
import { answerCodes } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { mediaWorker } from '../../testing/media-worker.ts';
import { openLot } from '../socket/testing/lots.ts';
import { Person } from '../socket/testing/person.ts';
import { roomy } from '../socket/testing/roomy.ts';
import type { SocketClient } from '../socket/testing/socket-client.ts';
import { metricsUrl, scrape } from './testing/scrape.ts';

const noLot = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const shards = 2;

const lotcast = await startLotcast(
  { after },
  {
    env: {
      ...roomy,
      METRICS_PORT: '0',
      SHARDS: String(shards),
      MEDIA_WORKERS: '1',
      MEDIASOUP_WORKER_BIN: mediaWorker(),
    },
  },
);
const url = metricsUrl(lotcast);

describe('metrics of a running server', () => {
  it('move by exactly what was done', async (t) => {
    const seller = await Person.signIn(lotcast.url, 'Seller');
    const lot = await openLot(seller);
    const [own, bidder] = [
      await seller.connect(t),
      await (await Person.signIn(lotcast.url, 'Ann')).connect(t),
    ];
    const rivals: SocketClient[] = [];
    for (let n = 0; n < 3; n++) {
      rivals.push(await (await Person.signIn(lotcast.url, `Rival ${n}`)).connect(t));
    }
    bidder.send({ type: 'subscribe', lot });
    await bidder.next('snapshot');
    // The crowd is told of its size once, and does not change any more.
    await bidder.next('viewers');
    const came = { frames: 0, frameBytes: 0 };
    for (const { socket } of [own, bidder, ...rivals]) {
      socket.on('message', (data: Buffer) => {
        came.frames++;
        came.frameBytes += data.length;
      });
    }

    const was = await scrape(url);
    const answers: string[] = [];
    const bid = async (client: typeof own, to: string, amount: number) => {
      const answer = await client.bid(to, { amount });
      answers.push(answer.type === 'bidAccepted' ? 'accepted' : answer.code);
    };
    for (const [n, rival] of rivals.entries()) {
      await bid(bidder, lot, 1_000 * (n + 1));
      await bid(rival, lot, 1_000 * (n + 1) + 500);
    }
    await bid(bidder, lot, 1);
    await bid(bidder, lot, 2);
    await bid(own, lot, 9_000);
    await bid(own, noLot, 9_000);
    const is = await scrape(url);

    const moved = (name: string, labels = {}) => is.sum(name, labels) - was.sum(name, labels);
    assert.deepEqual(answers, [
      ...Array<string>(6).fill('accepted'),
      'too_low',
      'too_low',
      'own_lot',
      'unknown_lot',
    ]);
    assert.equal(moved('lotcast_bids_received_total'), answers.length);
    for (const code of answerCodes) {
      const expected = answers.filter((answer) => answer === code).length;
      assert.equal(moved('lotcast_bids_answered_total', { code }), expected, code);
    }
    assert.equal(is.value('lotcast_bids_in_flight'), 0);
    assert.equal(moved('lotcast_shard_commands_decided_total'), answers.length);
    assert.equal(moved('lotcast_shard_commands_refused_total'), 0);
    // Each bid waited for the answer to the one before, so each that made an event had a commit of its own.
    assert.equal(moved('lotcast_shard_commits_total'), 6);
    assert.equal(moved('lotcast_shard_failed_commits_total'), 0);
    assert.equal(moved('lotcast_shard_commit_duration_seconds_count'), 6);
    assert.equal(moved('lotcast_shard_commit_events_count'), 6);
    assert.equal(moved('lotcast_shard_commit_events_sum'), moved('lotcast_shard_events_total'));
    assert.equal(is.sum('lotcast_shard_events_total'), is.sum('lotcast_shard_commit_events_sum'));

    assert.equal(is.sum('lotcast_sockets'), 5);
    assert.equal(is.value('lotcast_subscriptions'), 1);
    assert.equal(is.value('lotcast_lots_watched'), 1);
    assert.equal(is.value('lotcast_slow_readers_cut_total'), 0);
    // The lot, and the one that nobody has: the bid on it had to be decided by somebody.
    assert.equal(is.sum('lotcast_shard_actors', { state: 'ready' }), 2);
    assert.equal(is.sum('lotcast_shard_deadlines'), 1);
    assert.equal(is.sum('lotcast_shard_waiting_commands'), 0);
    assert.equal(is.all('lotcast_shard_up').length, shards);
    assert.equal(is.sum('lotcast_shard_up'), shards);
    assert.equal(is.sum('lotcast_shard_journal_up'), shards);

    // Events go out a moment after the answer to the one who made them.
    for (let tries = 0; ; tries++) {
      const now = await scrape(url);
      const since = (name: string) => now.value(name) - was.value(name);
      const wentOut = {
        frames: since('lotcast_socket_frames_total'),
        frameBytes: since('lotcast_socket_frame_bytes_total'),
      };
      if (wentOut.frames === came.frames && came.frames > answers.length) {
        assert.deepEqual(wentOut, came);
        break;
      }
      assert.ok(tries < 50, `${JSON.stringify(wentOut)} went out, ${JSON.stringify(came)} came`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  it('time the hammer', async () => {
    const was = await scrape(url);
    const seller = await Person.signIn(lotcast.url, 'Seller');
    await openLot(seller, { clock: { rule: 'fixed', durationMs: limits.minDurationMs } });
    const count = 'lotcast_shard_hammer_lateness_seconds_count';
    for (let tries = 0; ; tries++) {
      const is = await scrape(url);
      if (is.sum(count) === was.sum(count) + 1) break;
      assert.ok(is.sum(count) <= was.sum(count) && tries < 100, 'the hammer fell once');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  it('know the media worker and how busy the threads are', async () => {
    const is = await scrape(url);
    const worker = { worker: '0' };
    assert.equal(is.value('lotcast_media_on'), 1);
    assert.equal(is.value('lotcast_media_worker_up', worker), 1);
    assert.equal(is.value('lotcast_media_worker_deaths_total', worker), 0);
    assert.ok(is.sum('lotcast_media_worker_cpu_seconds_total', worker) > 0);
    // The kernel counts the two apart, so that the present one may be a little above the largest.
    assert.ok(is.value('lotcast_media_worker_resident_bytes', worker) > 1e6);
    assert.ok(is.value('lotcast_media_worker_max_resident_bytes', worker) > 1e6);
    assert.equal(is.value('lotcast_media_joins_total'), 0);
    assert.ok(is.sum('lotcast_gateway_busy_seconds_total') > 0);
    for (let shard = 0; shard < shards; shard++) {
      assert.ok(is.value('lotcast_shard_busy_seconds_total', { shard: String(shard) }) > 0);
    }
    assert.ok(is.value('nodejs_eventloop_lag_p99_seconds') >= 0);
  });

  it('are not on the public port', async () => {
    for (const path of ['/metrics', '/metrics/']) {
      const response = await fetch(new URL(path, lotcast.url));
      // Every path that is nothing else is the page's.
      assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
      assert.doesNotMatch(await response.text(), /lotcast_|nodejs_|process_/);
    }
  });

  it('are all described for operators, with their types, and nothing else is', async () => {
    const is = await scrape(url);
    const own = [...is.families].filter(([name]) => name.startsWith('lotcast_'));
    const text = await readFile(new URL('../../docs/operating.md', import.meta.url), 'utf8');
    const described = [...text.matchAll(/^\| `(lotcast_\w+)` +\| (\w+) /gm)].map(([, name, type]) => [
      name,
      type,
    ]);
    assert.deepEqual(described.sort(), own.map(([name, { type }]) => [name, type]).sort());
  });

  it('have everything that the dashboard asks for', async () => {
    const is = await scrape(url);
    const text = await readFile(new URL('../../docs/grafana-dashboard.json', import.meta.url), 'utf8');
    const { panels, templating } = JSON.parse(text) as Dashboard;
    assert.ok(templating.list.some(({ type, query }) => type === 'datasource' && query === 'prometheus'));
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    assert.deepEqual(rows, ['Auctions', 'Bids', 'Journal', 'Sockets', 'Video', 'Machine']);
    const asked = new Set<string>();
    for (const { type, title, targets, datasource } of panels) {
      if (type === 'row') continue;
      assert.equal(datasource?.uid, `\${datasource}`, title);
      assert.ok(targets && targets.length > 0, title);
      for (const { expr } of targets) {
        const names = expr.match(/\b(?:lotcast|nodejs|process)_\w+/g) ?? [];
        assert.ok(names.length > 0, `${title} asks for nothing of ours: ${expr}`);
        for (const name of names) {
          asked.add(name);
          const base = name.replace(/_(bucket|sum|count)$/, '');
          const type = is.families.get(name)?.type ?? is.families.get(base)?.type;
          assert.ok(type !== undefined, `${title} asks for ${name}`);
          assert.equal(type === 'histogram', base !== name, `${name} of ${title} is a ${type}`);
        }
        assertLabels(expr, is.families, title);
      }
    }
    assert.ok(asked.size > 30);
    const places = panels.map(({ id }) => id);
    assert.equal(new Set(places).size, panels.length, 'each panel has its own id');
  });
});

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly type: string; readonly query: string }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly datasource?: { readonly uid: string };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

/** Labels that an expression groups by are on the metrics that it asks for. */
function assertLabels(
  expr: string,
  families: ReadonlyMap<string, { readonly samples: readonly { readonly labels: object }[] }>,
  title: string,
): void {
  const known = new Set(
    [...families.values()].flatMap(({ samples }) => samples.flatMap(({ labels }) => Object.keys(labels))),
  );
  for (const [, list = ''] of expr.matchAll(/\bby \(([^)]*)\)/g)) {
    for (const label of list.split(/,\s*/)) assert.ok(known.has(label), `${title} groups by ${label}`);
  }
}
