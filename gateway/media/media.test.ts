import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { type DtlsParameters, type RtpParameters, rtpParametersSchema } from '../../schema/wire/media.ts';
import { type Guest, mediaHouse } from './testing/media-house.ts';

const lot = '01JCZ8Q4T0H7V2M5N9R3W6X1YB';
const other = '01JCZ8Q4T0H7V2M5N9R3W6X1YC';

const vp8: RtpParameters = {
  mid: '0',
  codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
  encodings: [{ ssrc: 312_465_011 }],
};
const opus: RtpParameters = {
  mid: '1',
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 7 }],
};
const dtlsParameters: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

async function onAir(guest: Guest, of = lot) {
  guest.say({ type: 'mediaPublish', lot: of });
  await guest.next('mediaPublishing');
  guest.say({ type: 'mediaProduce', lot: of, kind: 'video', rtpParameters: vp8 });
  return (await guest.next('mediaProduced')).id;
}

test('a viewer is told of the transport and all tracks at once, and of those that come and go', async (t) => {
  const { guest, rtpCapabilities } = await mediaHouse(t);
  const [seller, viewer] = [guest(1), guest()];
  viewer.connection.subscribe(lot);
  viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
  assert.deepEqual((await viewer.next('mediaWatching')).tracks, []);

  const producerId = await onAir(seller);
  const { track } = await viewer.next('mediaAdded');
  assert.equal(track.producerId, producerId);

  const late = guest();
  late.connection.subscribe(lot);
  late.say({ type: 'mediaWatch', lot, rtpCapabilities });
  const { transport, tracks } = await late.next('mediaWatching');
  assert.deepEqual(
    tracks.map((one) => one.producerId),
    [producerId],
  );
  assert.deepEqual(
    transport.iceCandidates.map(({ protocol }) => protocol),
    ['udp', 'tcp'],
  );

  seller.leave();
  assert.equal((await viewer.next('mediaRemoved')).id, track.id);
});

test('after a thousand joins and leaves nothing is left, in the worker either', async (t) => {
  const { guest, media, workers, rtpCapabilities } = await mediaHouse(t);
  const seller = guest(1);
  await onAir(seller);
  const worker = workers.running[0];
  assert.ok(worker);
  const before = { ...media.counts(), transports: (await worker.server.dump()).webRtcTransportIds.length };

  const join = async (n: number) => {
    const viewer = guest(7, `192.0.2.${n % 250}`);
    viewer.connection.subscribe(lot);
    viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
    // Every third leaves before it is answered, as people do.
    if (n % 3 === 0) return viewer.leave();
    await viewer.next('mediaWatching');
    if (n % 3 === 1) viewer.leave();
    else media.left(viewer.connection, lot);
  };
  for (let first = 0; first < 1_000; first += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, n) => join(first + n)));
  }
  // What was given up in the middle is closed when its answer comes: a round trip of the worker later.
  await worker.process.dump();
  await worker.process.dump();
  const after = { ...media.counts(), transports: (await worker.server.dump()).webRtcTransportIds.length };
  assert.deepEqual(after, before);
  assert.equal(before.transports, 1);

  seller.leave();
  await worker.process.dump();
  assert.deepEqual(media.counts(), { broadcasts: 0, viewers: 0, publishers: 0, consumers: 0 });
  assert.deepEqual((await worker.process.dump()).routerIds, []);
});

test('a stranger can not publish, nor produce, nor be shown a lot that is not open to him', async (t) => {
  const { guest, media, rtpCapabilities } = await mediaHouse(t);
  const stranger = guest(2);
  stranger.say({ type: 'mediaPublish', lot });
  assert.equal((await stranger.next('error')).code, 'not_allowed');
  stranger.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters: vp8 });
  assert.equal((await stranger.next('error')).code, 'not_allowed');
  stranger.say({ type: 'mediaConnect', lot, role: 'publish', dtlsParameters });
  assert.equal((await stranger.next('error')).code, 'not_allowed');
  stranger.say({ type: 'mediaWatch', lot, rtpCapabilities });
  assert.equal((await stranger.next('error')).code, 'not_allowed');
  assert.equal(media.counts().broadcasts, 0);
});

test('a viewer who may watch does not get to publish over the own transport', async (t) => {
  const { guest, rtpCapabilities } = await mediaHouse(t);
  const viewer = guest();
  viewer.connection.subscribe(lot);
  viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
  await viewer.next('mediaWatching');
  viewer.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters: vp8 });
  assert.equal((await viewer.next('error')).code, 'not_allowed');
});

test('a socket watches only so many videos, and an address too', async (t) => {
  const { guest, media, rtpCapabilities } = await mediaHouse(t);
  const lots = Array.from({ length: 100 }, (_, n) => `01JCZ8Q4T0H7V2M5N9R3W6X${String(n).padStart(3, '0')}`);
  const greedy = guest();
  for (const one of lots) {
    greedy.connection.subscribe(one);
    greedy.say({ type: 'mediaWatch', lot: one, rtpCapabilities });
  }
  for (let n = limits.maxVideosPerSocket; n < lots.length; n++) {
    assert.equal((await greedy.next('error')).code, 'too_many_videos');
  }
  for (let n = 0; n < limits.maxVideosPerSocket; n++) await greedy.next('mediaWatching');
  assert.equal(media.counts().viewers, limits.maxVideosPerSocket);
  // Asking again for the same one is no second one.
  greedy.say({ type: 'mediaWatch', lot: lots[0] as string, rtpCapabilities });
  await greedy.next('mediaWatching');
  assert.equal(media.counts().viewers, limits.maxVideosPerSocket);

  const crowd = Array.from({ length: limits.maxTransportsPerAddress }, () => guest());
  for (const one of crowd) {
    one.connection.subscribe(lot);
    one.say({ type: 'mediaWatch', lot, rtpCapabilities });
  }
  const fits = limits.maxTransportsPerAddress - limits.maxVideosPerSocket;
  for (const one of crowd.slice(fits)) assert.equal((await one.next('error')).code, 'too_many_videos');
  await crowd[0]?.next('mediaWatching');
  for (const one of [greedy, ...crowd]) one.leave();
  assert.equal(media.counts().viewers, 0);
});

test('capabilities and parameters that make no sense are refused, or show nothing, and break nothing', async (t) => {
  const { guest, rtpCapabilities } = await mediaHouse(t);
  const seller = guest(1);
  seller.say({ type: 'mediaPublish', lot });
  await seller.next('mediaPublishing');
  const broken: RtpParameters[] = [
    { codecs: [], encodings: [] },
    { codecs: [{ mimeType: 'video/none', payloadType: 101, clockRate: 90_000 }] },
    { codecs: [{ mimeType: 'audio/opus', payloadType: 101, clockRate: 48_000, channels: 2 }] },
    { ...vp8, headerExtensions: [{ uri: 'urn:none', id: 1 }], encodings: [{ rid: 'a' }, { ssrc: 1 }] },
  ];
  for (const rtpParameters of broken) {
    seller.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters });
    assert.match((await seller.next('error')).code, /^(invalid|unavailable)$/);
  }
  seller.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters: vp8 });
  await seller.next('mediaProduced');

  const blind = guest();
  blind.connection.subscribe(lot);
  blind.say({ type: 'mediaWatch', lot, rtpCapabilities: { codecs: [] } });
  assert.deepEqual((await blind.next('mediaWatching')).tracks, []);
  blind.say({ type: 'mediaConnect', lot, role: 'watch', dtlsParameters });
  blind.say({ type: 'mediaConnect', lot, role: 'watch', dtlsParameters });
  // Trying again would not help, so it is not told to.
  assert.equal((await blind.next('error')).code, 'conflict');

  const sound = guest();
  sound.connection.subscribe(lot);
  sound.say({ type: 'mediaWatch', lot, rtpCapabilities });
  assert.equal((await sound.next('mediaWatching')).tracks.length, 1);
});

test('whoever publishes a lot anew takes the place of the window before', async (t) => {
  const { guest, media, rtpCapabilities } = await mediaHouse(t);
  const [first, second, viewer] = [guest(1), guest(1), guest()];
  await onAir(first);
  viewer.connection.subscribe(lot);
  viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
  await viewer.next('mediaWatching');
  const producerId = await onAir(second);
  const closed = await first.next('mediaClosed');
  assert.deepEqual({ role: closed.role, again: closed.again }, { role: 'publish', again: false });
  await viewer.next('mediaRemoved');
  assert.equal((await viewer.next('mediaAdded')).track.producerId, producerId);
  assert.equal(media.counts().publishers, 1);
});

test('a lot whose worker is full is piped to the next one', async (t) => {
  const { guest, workers, rtpCapabilities } = await mediaHouse(t, { workers: 2 });
  const seller = guest(1);
  await onAir(seller);
  // As if so many watched another lot there.
  for (const worker of workers.running) worker.consumers = limits.maxWorkerConsumers;
  const routersBefore = (await Promise.all(workers.running.map(({ process }) => process.dump()))).map(
    ({ routerIds }) => routerIds.length,
  );
  const idle = workers.running[routersBefore.indexOf(0)];
  assert.ok(idle);
  idle.consumers = 0;
  for (let n = 0; n < 3; n++) {
    const viewer = guest();
    viewer.connection.subscribe(lot);
    viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
    const { tracks } = await viewer.next('mediaWatching');
    assert.equal(tracks.length, 1);
    assert.equal(tracks[0]?.kind, 'video');
  }
  assert.equal(idle.consumers, 3);
  assert.equal((await idle.process.dump()).routerIds.length, 1);
});

test('a worker that is killed is replaced, and everybody is asked to come again', async (t) => {
  const { guest, workers, media, rtpCapabilities, told } = await mediaHouse(t, { workers: 1 });
  const [seller, viewer] = [guest(1), guest()];
  await onAir(seller);
  viewer.connection.subscribe(lot);
  viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
  await viewer.next('mediaWatching');
  const worker = workers.running[0];
  assert.ok(worker);
  const died = once(worker.process, 'died');
  process.kill(worker.process.pid, 'SIGKILL');
  await died;
  for (const [one, role] of [
    [seller, 'publish'],
    [viewer, 'watch'],
  ] as const) {
    const closed = await one.next('mediaClosed');
    assert.deepEqual({ role: closed.role, again: closed.again }, { role, again: true });
  }
  assert.deepEqual(media.counts(), { broadcasts: 0, viewers: 0, publishers: 0, consumers: 0 });
  viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
  assert.equal((await viewer.next('error')).code, 'unavailable');
  while (workers.running.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await onAir(seller, other);
  assert.deepEqual(told, []);
});

test('parameters on which mediasoup breaks its own channel end the worker, not the server', async (t) => {
  const { guest, media, workers, rtpCapabilities } = await mediaHouse(t);
  const [seller, viewer] = [guest(1), guest()];
  await onAir(seller, other);
  viewer.connection.subscribe(other);
  viewer.say({ type: 'mediaWatch', lot: other, rtpCapabilities });
  await viewer.next('mediaWatching');
  const attacker = guest(1);
  attacker.say({ type: 'mediaPublish', lot });
  await attacker.next('mediaPublishing');
  const worker = workers.running[0];
  assert.ok(worker);
  const died = once(worker.process, 'died');
  // The schema refuses this; here it comes past it.
  const rtpParameters: RtpParameters = { ...vp8, encodings: [{ ssrc: 9, maxBitrate: 0.5 }] };
  assert.ok(!rtpParametersSchema.safeParse(rtpParameters).success);
  attacker.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters });
  assert.equal((await attacker.next('error')).code, 'unavailable');
  attacker.leave();
  await died;
  assert.ok((await viewer.next('mediaClosed')).again);
  assert.deepEqual(media.counts(), { broadcasts: 0, viewers: 0, publishers: 0, consumers: 0 });
  while (workers.running.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await onAir(seller, other);
});

test('a track that is offered anew, with the same parameters or others, takes the place of the one before', async (t) => {
  const { guest, media, rtpCapabilities } = await mediaHouse(t);
  const [seller, viewer] = [guest(1), guest()];
  await onAir(seller);
  viewer.connection.subscribe(lot);
  viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
  let [shown] = (await viewer.next('mediaWatching')).tracks;
  const others: RtpParameters = { ...vp8, mid: '5', encodings: [{ ssrc: 9 }] };
  for (const rtpParameters of [vp8, vp8, others, vp8]) {
    seller.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters });
    const { id } = await seller.next('mediaProduced');
    assert.equal((await viewer.next('mediaRemoved')).id, shown?.id);
    shown = (await viewer.next('mediaAdded')).track;
    assert.equal(shown.producerId, id);
  }
  // Also where the second comes before the first is answered.
  for (const rtpParameters of [vp8, vp8]) {
    seller.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters });
  }
  await seller.next('mediaProduced');
  const { id } = await seller.next('mediaProduced');
  while ((await viewer.next('mediaAdded')).track.producerId !== id);
  assert.equal(media.counts().consumers, 1);
});

test('a track is taken off the air without the other', async (t) => {
  const { guest, media, rtpCapabilities } = await mediaHouse(t);
  const [seller, viewer] = [guest(1), guest()];
  await onAir(seller);
  seller.say({ type: 'mediaProduce', lot, kind: 'audio', rtpParameters: opus });
  await seller.next('mediaProduced');
  viewer.connection.subscribe(lot);
  viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
  const { tracks } = await viewer.next('mediaWatching');
  const picture = tracks.find(({ kind }) => kind === 'video');
  seller.say({ type: 'mediaEnd', lot, kind: 'video' });
  seller.say({ type: 'mediaEnd', lot, kind: 'video' });
  assert.equal((await viewer.next('mediaRemoved')).id, picture?.id);
  assert.equal(media.counts().consumers, 1);
  viewer.say({ type: 'mediaEnd', lot, kind: 'audio' });
  assert.equal((await viewer.next('error')).code, 'not_allowed');
});

test('how long pictures take to the server is told to those who watch, and to those who come', async (t) => {
  const { guest, rtpCapabilities } = await mediaHouse(t);
  const [seller, viewer, late, stranger] = [guest(1), guest(), guest(), guest()];
  await onAir(seller);
  viewer.connection.subscribe(lot);
  viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
  assert.equal((await viewer.next('mediaWatching')).upDelayMs, null);
  stranger.say({ type: 'mediaDelay', lot, upDelayMs: 9_000 });
  assert.equal((await stranger.next('error')).code, 'not_allowed');
  seller.say({ type: 'mediaDelay', lot, upDelayMs: 64 });
  assert.equal((await viewer.next('mediaDelayed')).upDelayMs, 64);
  late.connection.subscribe(lot);
  late.say({ type: 'mediaWatch', lot, rtpCapabilities });
  assert.equal((await late.next('mediaWatching')).upDelayMs, 64);
  seller.leave();
  assert.equal((await viewer.next('mediaDelayed')).upDelayMs, null);
});
