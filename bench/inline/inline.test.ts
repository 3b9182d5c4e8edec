import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { Market } from '../generator/market.ts';
import { startInlineServer } from '../servers/bare-server.ts';
import { Children } from '../servers/children.ts';

const children = new Children();
after(() => children.stopAll());

it('the gateway alone accepts every bid once', async () => {
  const { target } = await startInlineServer(children);
  const market = new Market();
  await market.connect(target, [null, null]);
  const lots = ['01JABCDEFGHJKMNPQRSTVWXYZ0', '01JABCDEFGHJKMNPQRSTVWXYZ1'];
  market.group([{ connections: [0, 1], lots }], 1_000);
  const round = await market.bid({
    warmUpMs: 50,
    measureMs: 300,
    inFlight: 2,
    ratePerSecond: null,
    losingPercent: 0,
    acceptedBids: null,
  });
  const { acceptedBids, errors, closed } = market.deliveryReport();
  const byLot = market.acceptedByLot();
  market.close();
  assert.ok(round.acceptedBids > 0);
  assert.deepEqual([round.unanswered, round.otherRefused, errors, closed], [0, 0, {}, {}]);
  assert.equal(
    acceptedBids,
    lots.reduce((sum, lot) => sum + (byLot[lot] ?? 0), 0),
  );
});
