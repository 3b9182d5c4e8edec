import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FromSink, ToSink } from './packet-sink-protocol.ts';
import { StreamGaps } from './stream-gaps.ts';

// What one socket's buffer holds is little beside a picture to hundreds of viewers.
const socketCount = 4;
const bufferBytes = 4 * 1024 * 1024;
/** Packet types 200 to 204 are RTCP on the same port (RFC 5761, section 4). */
const isRtcp = (type: number) => type >= 200 && type <= 204;

/** How long it sleeps when there was nothing to read. */
const restMs = 10;

let streams = new Map<number, StreamGaps>();
let isQuiet = true;

const ports: number[] = [];
for (let n = 0; n < socketCount; n++) {
  const socket = createSocket({ type: 'udp4', recvBufferSize: bufferBytes });
  socket.on('message', (packet) => {
    isQuiet = false;
    if (packet.length < 12 || isRtcp(packet[1] as number)) return;
    const ssrc = packet.readUInt32BE(8);
    let stream = streams.get(ssrc);
    if (stream === undefined) {
      stream = new StreamGaps();
      streams.set(ssrc, stream);
    }
    stream.packet(packet.readUInt16BE(2));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  ports.push((socket.address() as AddressInfo).port);
}

const tell = (message: FromSink) => process.send?.(message);
process.on('message', ({ type }: ToSink) => {
  if (type === 'begin') streams = new Map();
  else {
    const all = [...streams.values()];
    tell({
      type: 'counts',
      received: all.reduce((sum, { received }) => sum + received, 0),
      lost: all.reduce((sum, { lost }) => sum + lost, 0),
      streams: all.length,
    });
  }
});
tell({ type: 'ready', ports });

// It stands for hundreds of machines, which are not woken by whoever sends here: so nothing wakes it, it looks now and then.
const never = new Int32Array(new SharedArrayBuffer(4));
const look = () => {
  if (isQuiet) Atomics.wait(never, 0, 0, restMs);
  isQuiet = true;
  setImmediate(look);
};
look();
