import { createSocket } from 'node:dgram';

/** The two tracks of a broadcast as RTP: what each packet carries counts for nothing but its size. */
export const sourceTracks = {
  video: { ssrc: 1_111, payloadType: 101, framesPerSecond: 30, packetsPerFrame: 4, payloadBytes: 1_040 },
  audio: { ssrc: 2_222, payloadType: 100, packetsPerSecond: 50, payloadBytes: 80 },
} as const;

const videoClock = 90_000;
const audioClock = 48_000;
/** A whole picture once a second, as after somebody asked for one. */
const framesPerKey = 30;

/** Sends a broadcast of about 1 Mbit/s to a port until the function that it gives is called. */
export function startRtpSource(port: number): () => void {
  const socket = createSocket('udp4');
  const { video, audio } = sourceTracks;
  const startedAt = performance.now();
  let frame = 0;
  let videoSequence = 0;
  let audioSequence = 0;

  const send = (packet: Buffer) => socket.send(packet, port, '127.0.0.1');
  const timer = setInterval(() => {
    const seconds = (performance.now() - startedAt) / 1_000;
    for (; frame < seconds * video.framesPerSecond; frame++) {
      for (let part = 0; part < video.packetsPerFrame; part++) {
        const isLast = part === video.packetsPerFrame - 1;
        const payload = Buffer.alloc(video.payloadBytes);
        // VP8's descriptor: the start of a picture; then bit 0 of its first byte says "not a whole one" (RFC 7741).
        payload[0] = part === 0 ? 0x10 : 0;
        payload[1] = frame % framesPerKey === 0 ? 0 : 1;
        const time = Math.floor((frame / video.framesPerSecond) * videoClock);
        send(rtp(video.payloadType, isLast, videoSequence++, time, video.ssrc, payload));
      }
    }
    for (; audioSequence < seconds * audio.packetsPerSecond; audioSequence++) {
      const time = Math.floor((audioSequence / audio.packetsPerSecond) * audioClock);
      send(rtp(audio.payloadType, false, audioSequence, time, audio.ssrc, Buffer.alloc(audio.payloadBytes)));
    }
  }, 5);
  return () => {
    clearInterval(timer);
    socket.close();
  };
}

/** One packet (RFC 3550, section 5.1). */
function rtp(type: number, marker: boolean, sequence: number, time: number, ssrc: number, payload: Buffer) {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = type | (marker ? 0x80 : 0);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(time >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, payload]);
}
