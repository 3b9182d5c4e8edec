import type { WebSocket } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { Allowance } from './allowance.ts';
import { Connection, type SocketData } from './connection.ts';
import { Traffic } from './traffic.ts';

it('each frame is counted once with its bytes, and a slow reader once', () => {
  const traffic = new Traffic();
  const allowance = new Allowance(1, 1);
  const connection = new Connection({
    address: '',
    bids: allowance,
    messages: allowance,
    topics: { subscribe() {}, unsubscribe() {}, putAnswer() {} },
    traffic,
  });
  let buffered = 0;
  connection.opened({
    send: () => (buffered > 0 ? 0 : 1),
    cork: (work: () => void) => work(),
    getBufferedAmount: () => buffered,
    // As uWebSockets.js does: the close is told within the call.
    end: () => connection.closed(),
  } as unknown as WebSocket<SocketData>);
  connection.enqueue('123');
  connection.enqueue(Buffer.from('12345'));
  connection.send('{"한":1}');
  assert.deepEqual([traffic.frames, traffic.frameBytes], [3, 9 + 5 + 3]);

  buffered = limits.maxBackpressureBytes + 1;
  connection.send('1');
  connection.send('nobody is there any more');
  connection.cutIfSlow();
  assert.deepEqual([traffic.frames, traffic.frameBytes, traffic.slowReadersCut], [4, 18, 1]);
});
