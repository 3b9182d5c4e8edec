import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../../actors/testing/lanes-room.ts';
import { ShardRoom } from '../../actors/testing/shard-room.ts';
import auction from '../../engine/auction/behaviour.ts';
import type { Behaviour } from '../../schema/behaviour.ts';
import { auctionActor } from '../../schema/ids.ts';
import { serveBareSockets } from './testing/bare-gateway.ts';
import { plainRules } from './testing/lots.ts';
import { SocketClient } from './testing/socket-client.ts';

test('whoever watches a lot that is stopped hears so at once, and is shown it when it is revived', async (t) => {
  const { url, lanes } = await serveBareSockets(t, {});
  const room = await ShardRoom.open({ behaviour: auction as Behaviour });
  connect(lanes, room.shard);
  const lot = '01JZ0000000000000000000001';
  const actor = auctionActor(lot);
  await lanes.command(actor, { type: 'list', by: 1, spec: { ...plainRules, sellerId: 1 } });
  await lanes.command(actor, { type: 'open', by: 1 });

  const early = await SocketClient.connect(t, url);
  early.send({ type: 'subscribe', lot });
  const before = await early.next('snapshot');
  await lanes.command(actor, null);
  const late = await SocketClient.connect(t, url);
  late.send({ type: 'subscribe', lot });
  for (const client of [early, late]) {
    const { code, about } = await client.next('error');
    assert.deepEqual([code, about], ['halted', { type: 'subscribe', lot }]);
  }

  room.shard.revive(actor);
  for (const client of [early, late]) {
    const { seq, state } = await client.next('snapshot');
    assert.deepEqual([seq, state], [before.seq, before.state]);
  }
});
