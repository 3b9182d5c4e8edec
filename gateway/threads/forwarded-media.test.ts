import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import type { RtpParameters } from '../../schema/wire/media.ts';
import { mediaHouse } from '../media/testing/media-house.ts';
import { forwardedDesk } from './testing/forwarded-desk.ts';

const lot = '01JCZ8Q4T0H7V2M5N9R3W6X1YB';
const vp8: RtpParameters = {
  mid: '0',
  codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
  encodings: [{ ssrc: 312_465_011 }],
};

test('who publishes on one gateway is seen on the others, by those who were let in to the lot', async (t) => {
  const { media, guest, rtpCapabilities } = await mediaHouse(t);
  const [one, other] = [forwardedDesk(media), forwardedDesk(media)];
  const [seller, near, far] = [guest(1, '192.0.2.1', one), guest(), guest(7, '192.0.2.2', other)];
  far.say({ type: 'mediaWatch', lot, rtpCapabilities });
  assert.equal((await far.next('error')).code, 'not_allowed');
  for (const viewer of [near, far]) {
    viewer.connection.subscribe(lot);
    viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
    assert.deepEqual((await viewer.next('mediaWatching')).tracks, []);
  }
  seller.say({ type: 'mediaPublish', lot });
  await seller.next('mediaPublishing');
  seller.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters: vp8 });
  const { id } = await seller.next('mediaProduced');
  for (const viewer of [near, far]) assert.equal((await viewer.next('mediaAdded')).track.producerId, id);

  far.connection.unsubscribe(lot);
  far.say({ type: 'mediaWatch', lot, rtpCapabilities });
  assert.equal((await far.next('error')).code, 'not_allowed');
});

test('only the seller of a lot publishes it, on whichever gateway', async (t) => {
  const { media, guest } = await mediaHouse(t);
  const stranger = guest(2, '192.0.2.1', forwardedDesk(media));
  stranger.say({ type: 'mediaPublish', lot });
  const { code, about } = await stranger.next('error');
  assert.deepEqual([code, about], ['not_allowed', { type: 'mediaPublish', lot }]);
});

test('sockets that leave a lot or are gone leave nothing behind, and hear nothing any more', async (t) => {
  const { media, guest, rtpCapabilities } = await mediaHouse(t);
  const desk = forwardedDesk(media);
  const [seller, leaving, going] = [
    guest(1, '192.0.2.1', desk),
    guest(7, '192.0.2.1', desk),
    guest(8, '192.0.2.1', desk),
  ];
  seller.say({ type: 'mediaPublish', lot });
  await seller.next('mediaPublishing');
  for (const viewer of [leaving, going]) {
    viewer.connection.subscribe(lot);
    viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
    await viewer.next('mediaWatching');
  }
  assert.deepEqual([media.counts().viewers, media.counts().publishers], [2, 1]);
  desk.left(leaving.connection, lot);
  assert.equal(media.counts().viewers, 1);
  going.leave();
  assert.equal(media.counts().viewers, 0);
  // Whoever goes before the answer comes takes what is under way along.
  const hasty = guest(9, '192.0.2.1', desk);
  hasty.connection.subscribe(lot);
  hasty.say({ type: 'mediaWatch', lot, rtpCapabilities });
  hasty.leave();
  seller.leave();
  assert.deepEqual(media.counts(), { broadcasts: 0, viewers: 0, publishers: 0, consumers: 0 });
  // Sockets that never had to do with it are not told of.
  guest(10, '192.0.2.1', desk).leave();
});

test('transports of one address are limited over all gateways', async (t) => {
  const { media, guest, rtpCapabilities } = await mediaHouse(t);
  const desks = [media, forwardedDesk(media), forwardedDesk(media)];
  const crowd = Array.from({ length: limits.maxTransportsPerAddress }, (_, n) =>
    guest(7, '192.0.2.9', desks[n % desks.length]),
  );
  await Promise.all(
    crowd.map(async (viewer) => {
      viewer.connection.subscribe(lot);
      viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
      await viewer.next('mediaWatching');
    }),
  );
  for (const desk of desks) {
    const late = guest(7, '192.0.2.9', desk);
    late.connection.subscribe(lot);
    late.say({ type: 'mediaWatch', lot, rtpCapabilities });
    assert.equal((await late.next('error')).code, 'too_many_videos');
  }
  for (const viewer of crowd) viewer.leave();
  assert.equal(media.counts().viewers, 0);
});
