import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClockRule } from '../../schema/auction/spec.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { Deferred } from '../http/testing/deferred.ts';
import { LotView } from './testing/lot-view.ts';
import { command, openLot } from './testing/lots.ts';
import { Person } from './testing/person.ts';
import { roomy } from './testing/roomy.ts';
import { within } from './testing/within.ts';

const bidderCount = 4;
const watcherCount = 12;
const bidsPerBidder = 150;
const mostBidsInFlight = 8;
const durationMs = 3_600_000;
const clocks: readonly ClockRule[] = [
  { rule: 'fixed', durationMs },
  { rule: 'softClose', durationMs, windowMs: 600_000 },
  { rule: 'rush', durationMs, floorMs: 600_000, cutPerStepMs: 1_000, cutMaxMs: 5_000 },
];

const upTo = (most: number): number => Math.floor(Math.random() * (most + 1));

describe('watchers who come and go at random', () => {
  for (const windowMs of [0, 20, 100]) {
    it(`always see what the server sees, with ${windowMs} ms to gather bids`, async (t) => {
      const { url } = await startLotcast(t, { env: { ...roomy, BROADCAST_WINDOW_MS: String(windowMs) } });
      const seller = await Person.signIn(url, 'Seller');
      const bidders = await Promise.all(
        Array.from({ length: bidderCount }, (_, n) => Person.signIn(url, `Bidder ${n}`)),
      );
      const watcher = bidders[0] as Person;
      let isOver = false;
      const over = new Deferred();

      const stories = clocks.map(async (clock) => {
        const lot = await openLot(seller, { clock });
        /** What was told about each position: the same to everybody. */
        const told = new Map<number, string>();
        const newView = () =>
          new LotView(lot, (event) => {
            const text = JSON.stringify(event);
            assert.equal(told.get(event.seq) ?? text, text);
            told.set(event.seq, text);
          });

        const bidding = bidders.map(async (bidder) => {
          const client = await bidder.connect(t);
          let sent = 0;
          const lane = async () => {
            for (let minimum = 1_000; sent < bidsPerBidder; ) {
              sent++;
              const offer = upTo(3) === 0 ? { max: minimum + 100 * upTo(5) } : { amount: minimum };
              const answer = await client.bid(lot, offer);
              if (answer.type === 'bidAccepted') minimum = answer.pricePoints + 100;
              else minimum = Math.max(minimum, answer.minimumPoints ?? 0);
            }
          };
          await Promise.all(Array.from({ length: mostBidsInFlight }, lane));
          client.drop();
        });

        const watching = Array.from({ length: watcherCount }, async (_, n) => {
          let view = newView();
          // The first one stays all the time, so that there is always somebody to miss something with.
          for (let round = 0; !isOver && (n > 0 || round === 0); round++) {
            if (upTo(2) === 0) view = newView();
            const client = await watcher.connect(t);
            view.follow(client);
            const seq = Math.max(view.seq, 0) + upTo(40);
            await Promise.race([
              over.promise,
              within(view.reached(seq), () => `stuck at ${view.seq} of ${seq}`),
            ]);
            if (n > 0) client.drop();
          }
          return view;
        });

        await Promise.all(bidding);
        await command(seller, lot, 'pause', { reason: 'A break' });
        const lastSeq = await command(seller, lot, 'resume');
        return { watching, newView, lastSeq };
      });

      const told = await Promise.all(stories);
      isOver = true;
      over.resolve();
      for (const { watching, newView, lastSeq } of told) {
        const fresh = newView();
        const views = [fresh, ...(await Promise.all(watching))];
        for (const view of views) {
          view.follow(await watcher.connect(t));
          await within(view.reached(lastSeq), () => `stuck at ${view.seq} of ${lastSeq}`);
          assert.deepEqual(view.state, fresh.state);
        }
        assert.ok(views.some(({ frames }) => frames.includes('events')));
      }
    });
  }
});
