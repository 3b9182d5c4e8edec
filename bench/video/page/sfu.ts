import { Device, type types } from 'mediasoup-client';
import type { ClientMessage } from '../../../schema/wire/client.ts';
import { Room } from './room.ts';

type Said<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

async function device(): Promise<Device> {
  const setup = await (await fetch('/api/media')).json();
  if ('off' in setup) throw new Error(`there is no live video: ${setup.off}`);
  const loaded = await Device.factory();
  await loaded.load({ routerRtpCapabilities: setup.rtpCapabilities });
  return loaded;
}

/** Sends a stream as the lot's, its picture at a bit rate of its own where one is given; gives what ends it. */
export async function publish(
  lot: string,
  stream: MediaStream,
  bitsPerSecond: number | null = null,
): Promise<() => void> {
  const [room, own] = await Promise.all([Room.open(), device()]);
  const answer = room.next('mediaPublishing');
  room.say({ type: 'mediaPublish', lot });
  const transport = own.createSendTransport((await answer).transport as types.TransportOptions);
  connectWhenAsked(transport, room, lot, 'publish');
  transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
    room.next('mediaProduced').then(({ id }) => done({ id }), failed);
    room.say({
      type: 'mediaProduce',
      lot,
      kind,
      rtpParameters: rtpParameters as Said<'mediaProduce'>['rtpParameters'],
    });
  });
  for (const track of stream.getTracks()) {
    const options = track.kind === 'video' ? pictureOptions(bitsPerSecond) : soundOptions;
    await transport.produce({ track, stopTracks: false, ...options });
  }
  return () => {
    transport.close();
    room.close();
  };
}

// With error correction in the sound, the media worker hands what the worst viewer reports as lost on to the seller,
// whose browser then sends the less of everything; and the benchmark's viewers report nonsense of sound.
const soundOptions: Partial<types.ProducerOptions> = { codecOptions: { opusFec: false } };

function pictureOptions(bitsPerSecond: number | null): Partial<types.ProducerOptions> {
  if (bitsPerSecond === null) return {};
  return {
    encodings: [{ maxBitrate: bitsPerSecond }],
    // It would take the best part of a minute to get there by itself.
    codecOptions: { videoGoogleStartBitrate: bitsPerSecond / 1_000 },
  };
}

/** Receives the lot's picture and sound; gives them with what ends it, and how often it froze. */
export async function watch(lot: string) {
  const [room, own] = await Promise.all([Room.open(), device()]);
  const snapshot = room.next('snapshot');
  room.say({ type: 'subscribe', lot });
  await snapshot;
  const answer = room.next('mediaWatching');
  room.say({
    type: 'mediaWatch',
    lot,
    rtpCapabilities: own.recvRtpCapabilities as Said<'mediaWatch'>['rtpCapabilities'],
  });
  const { transport: options, tracks } = await answer;
  const transport = own.createRecvTransport(options as types.TransportOptions);
  connectWhenAsked(transport, room, lot, 'watch');
  const consumers = await Promise.all(
    tracks.map((track) => transport.consume(track as types.ConsumerOptions)),
  );
  room.say({ type: 'mediaReady', lot });
  return {
    stream: new MediaStream(consumers.map(({ track }) => track)),
    report: () => transport.getStats(),
    close() {
      transport.close();
      room.close();
    },
  };
}

function connectWhenAsked(transport: types.Transport, room: Room, lot: string, role: 'watch' | 'publish') {
  transport.on('connect', ({ dtlsParameters }, done) => {
    room.say({
      type: 'mediaConnect',
      lot,
      role,
      dtlsParameters: dtlsParameters as Said<'mediaConnect'>['dtlsParameters'],
    });
    done();
  });
}
