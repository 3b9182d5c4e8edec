import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openLot, readHistory } from '../../gateway/socket/testing/lots.ts';
import { Person } from '../../gateway/socket/testing/person.ts';
import { within } from '../../gateway/socket/testing/within.ts';
import { Gateways } from '../../gateway/threads/testing/gateways-for-test.ts';
import { closeCodes } from '../../schema/codes.ts';
import { inspectable, killThread } from './thread-killer.ts';

it('a gateway that dies tells its people to come back, ends the server in order, and loses no bid', async (t) => {
  const first = await Gateways.start(t, 2, { env: inspectable });
  const seller = await Person.signIn(first.url, 'Seller');
  const bidder = await Person.signIn(first.url, 'Bidder');
  const lot = await openLot(seller);
  const clients = await first.onEach(t, bidder);
  const accepted = await clients.at(-1)?.bid(lot, { amount: 1_000 });
  assert.equal(accepted?.type, 'bidAccepted');
  await killThread(first.server.output(), ([, gateway]) => gateway);
  for (const client of clients) {
    const { code } = await within(client.closed, 'the other gateways live on');
    assert.equal(code, closeCodes.shuttingDown);
  }
  assert.equal(await first.server.exited, 1, first.server.output());
  assert.match(first.server.output(), /a gateway died: Error: thrown from outside/);

  const second = await Gateways.start(t, 2, { dataDir: first.server.dataDir });
  const history = await readHistory(bidder.at(second.url), lot);
  assert.deepEqual(
    history.map(({ pricePoints, by }) => [pricePoints, by.id]),
    [[1_000, bidder.id]],
  );
  const [client] = await second.onEach(t, await Person.signIn(second.url, 'Rival'));
  assert.equal((await client?.bid(lot, { amount: 2_000 }))?.type, 'bidAccepted');
});
