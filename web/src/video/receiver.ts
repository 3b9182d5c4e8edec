import type { Consumer, ConsumerOptions, TransportOptions } from 'mediasoup-client/types';
import type { Media } from './media.ts';
import type { Receiver, ReceiverListener } from './watching.ts';
import type { WireTransport } from './wire.ts';

/** A receiver over mediasoup-client. */
export interface MediaReceiver extends Receiver {
  stats(): Promise<RTCStatsReport>;
}

/** Opens the browser's end of a transport; `show` is given the tracks whenever others are there. */
export function openReceiver(
  { device, iceServers }: Media,
  options: WireTransport,
  listener: ReceiverListener,
  show: (tracks: readonly MediaStreamTrack[]) => void,
): MediaReceiver {
  const consumers = new Map<string, Consumer>();
  const transport = device.createRecvTransport({ ...(options as unknown as TransportOptions), iceServers });
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
    consume: async (track) => {
      const consumer = await transport.consume(track as unknown as ConsumerOptions);
      consumers.set(track.id, consumer);
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
