import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from '../testing/chromium.ts';
import { startLotcast } from '../testing/lotcast.ts';
import { mediaWorker } from '../testing/media-worker.ts';
import { startTurnServer } from '../testing/turn-server.ts';
import { endCalls, keepCalls, ownEndOfPath } from './testing/calls.ts';
import { hearsSound, seesMovingPicture } from './testing/moving-picture.ts';
import { goesOnAir, sellerOf } from './testing/seller.ts';
import { Visitor } from './testing/visitor.ts';

test('where only a TURN server is let through, pictures and sound go over it, both ways', async (t) => {
  const secret = 'known-to-relay-and-server-only';
  const turn = await startTurnServer(t, secret);
  const server = await startLotcast(t, {
    env: {
      MEDIA_WORKERS: '1',
      MEDIASOUP_WORKER_BIN: mediaWorker(),
      ICE_SERVERS: JSON.stringify([{ urls: [turn.url] }]),
      TURN_SECRET: secret,
      ICE_TRANSPORT_POLICY: 'relay',
    },
  });
  const browser = await launchChromium(t);
  const mina = await sellerOf(server.url, 'Mina');
  const [seller, ann] = await Promise.all([
    Visitor.arrive(browser, 'Mina', server.url),
    Visitor.arrive(browser, 'Ann', mina.watch, { script: keepCalls }),
  ]);
  await goesOnAir(seller, mina);
  await seesMovingPicture(ann.page);
  await ann.press('video-sound');
  await hearsSound(ann.page);

  const { candidateType, url } = await ownEndOfPath(ann.page);
  assert.deepEqual({ candidateType, url }, { candidateType: 'relay', url: `${turn.url}?transport=udp` });

  await seller.press('studio-end');
  await endCalls(ann.page);
  for (const { username, receivedPackets, sentPackets } of await turn.ended(2)) {
    // The end of the hour, and whose they are.
    assert.match(username, /^\d{10}:(\d+|viewer)$/);
    assert.ok(receivedPackets > 10 && sentPackets > 10, `${receivedPackets} in, ${sentPackets} out`);
  }
  for (const person of [seller, ann]) person.hadNoFaults();
  assert.doesNotMatch(server.output(), new RegExp(secret));
});
