import type { types } from 'mediasoup';

/** Loss as its receivers reported last, over some of them. */
export interface PacketLoss {
  readonly sampled: number;
  /** Fractions from 0 to 1. */
  readonly mean: number;
  readonly most: number;
}

type Stream = types.Consumer | types.Producer;
type Stats = Awaited<ReturnType<Stream['getStats']>>[number];

/** RTCP tells a fraction as a number of 256ths (RFC 3550 section 6.4.1). */
const wholeLoss = 256;

/** What viewers lost of what the worker sent, and the worker of what sellers sent. */
const reportTypes = { out: 'outbound-rtp', in: 'inbound-rtp' };

/**
 * Asks for the loss of at most `most` streams, one after the other, so that the worker forwards packets
 * between two answers. `turn` counts the samples: with each one, other streams are asked.
 */
export async function packetLoss(
  direction: 'in' | 'out',
  streams: Iterable<Stream>,
  most: number,
  turn: number,
): Promise<PacketLoss> {
  const running = [...streams].filter((stream) => !stream.closed && !stream.paused && !isPipe(stream));
  const count = Math.min(most, running.length);
  const first = count === 0 ? 0 : (turn * count) % running.length;
  const losses: number[] = [];
  for (let n = 0; n < count; n++) {
    const stream = running[(first + n) % running.length] as Stream;
    // Closed while others were asked.
    const stats: readonly Stats[] = await stream.getStats().catch(() => []);
    for (const { type, fractionLost } of stats) {
      if (type === reportTypes[direction]) losses.push(fractionLost / wholeLoss);
    }
  }
  const sum = losses.reduce((total, loss) => total + loss, 0);
  return {
    sampled: losses.length,
    mean: losses.length === 0 ? 0 : sum / losses.length,
    most: Math.max(0, ...losses),
  };
}

/** What crosses between two workers of one machine. */
const isPipe = (stream: Stream): boolean => stream.type === 'pipe';
