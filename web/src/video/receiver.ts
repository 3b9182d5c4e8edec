import type { Consumer, ConsumerOptions, TransportOptions } from 'mediasoup-client/types';
import type { LineListener } from './line.ts';
import type { Media } from './media.ts';
import type { Receiver } from './watching.ts';
import type { WireTransport } from './wire.ts';

/** A receiver over mediasoup-client. */
export interface MediaReceiver extends Receiver {
  stats(): Promise<RTCStatsReport>;
}

/** Opens the browser's end of a transport; `show` is given the tracks whenever others are there. */
export function openReceiver(
  { device }: Media,
  options: WireTransport,
  listener: LineListener,
  show: (tracks: readonly MediaStreamTrack[]) => void,
): MediaReceiver {
  const consumers = new Map<string, Consumer>();
  const transport = device.createRecvTransport(options as unknown as TransportOptions);
  transport.on('connect', ({ dtlsParameters }, callback) => {
    listener.connect(dtlsParameters);
    callback();
  });
  transport.on('connectionstatechange', (state) => {
    if (state === 'connected') listener.connected(true);
    // A connection that is only disturbed comes back by itself or fails.
    if (state === 'failed') listener.connected(false);
  });
  const showAll = () => show([...consumers.values()].map(({ track }) => track));
  return {
    consume: async (tracks) => {
      const consumed = await Promise.all(
        tracks.map((track) => transport.consume(track as unknown as ConsumerOptions)),
      );
      for (const consumer of consumed) consumers.set(consumer.id, consumer);
      showAll();
    },
    remove: (id) => {
      consumers.get(id)?.close();
      if (consumers.delete(id)) showAll();
    },
    close: () => {
      consumers.clear();
      transport.close();
      showAll();
    },
    stats: () => transport.getStats(),
  };
}
