import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { DtlsParameters, RtpParameters } from '../../../schema/wire/media.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import type { Player } from './cast.ts';

export type RtpCapabilities = Extract<ClientMessage, { type: 'mediaWatch' }>['rtpCapabilities'];

interface Circumstances {
  readonly lot: string;
  readonly player: Player;
  /** Larger for each bid. */
  readonly bidId: number;
  readonly maxPoints: number;
  readonly rtpCapabilities: RtpCapabilities;
}

interface Sample {
  readonly message: (about: Circumstances) => ClientMessage;
  /** What answers it when it is followed; null where nothing does. */
  readonly answer: ServerMessage['type'] | null;
}

const rtpParameters: RtpParameters = {
  mid: '0',
  codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
  encodings: [{ ssrc: 312_465_011 }],
};
const dtlsParameters: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

/** Each message once, in an order in which each finds what it needs. */
export const messageSamples: Readonly<Record<ClientMessage['type'], Sample>> = {
  time: { message: () => ({ type: 'time', clientAt: 1 }), answer: 'time' },
  lobby: { message: () => ({ type: 'lobby', on: true }), answer: null },
  renew: {
    message: ({ player }) => ({ type: 'renew', token: player.session?.socketToken ?? 'none' }),
    answer: 'renewed',
  },
  subscribe: { message: ({ lot }) => ({ type: 'subscribe', lot }), answer: 'snapshot' },
  chatEnter: { message: ({ lot }) => ({ type: 'chatEnter', lot }), answer: 'chatRoom' },
  chatSay: {
    message: ({ lot, bidId }) => ({ type: 'chatSay', lot, sayId: bidId, text: `${bidId}` }),
    answer: 'chatSaid',
  },
  chatReact: { message: ({ lot }) => ({ type: 'chatReact', lot, kind: 'heart' }), answer: null },
  chatLeave: { message: ({ lot }) => ({ type: 'chatLeave', lot }), answer: null },
  mediaWatch: {
    message: ({ lot, rtpCapabilities }) => ({ type: 'mediaWatch', lot, rtpCapabilities }),
    answer: 'mediaWatching',
  },
  mediaConnect: {
    message: ({ lot }) => ({ type: 'mediaConnect', lot, role: 'watch', dtlsParameters }),
    answer: null,
  },
  mediaReady: { message: ({ lot }) => ({ type: 'mediaReady', lot }), answer: null },
  mediaPrefer: {
    message: ({ lot }) => ({ type: 'mediaPrefer', lot, layer: 0, temporalLayer: 0 }),
    answer: null,
  },
  mediaPublish: { message: ({ lot }) => ({ type: 'mediaPublish', lot }), answer: 'mediaPublishing' },
  mediaProduce: {
    message: ({ lot }) => ({ type: 'mediaProduce', lot, kind: 'video', rtpParameters }),
    answer: 'mediaProduced',
  },
  mediaDelay: { message: ({ lot }) => ({ type: 'mediaDelay', lot, upDelayMs: 100 }), answer: null },
  mediaEnd: { message: ({ lot }) => ({ type: 'mediaEnd', lot, kind: 'video' }), answer: null },
  bid: {
    // A maximum, for who leads already may raise that too.
    message: ({ lot, bidId, maxPoints }) => ({ type: 'bid', lot, bidId, max: maxPoints, confirm: true }),
    answer: 'bidAccepted',
  },
  mediaLeave: { message: ({ lot }) => ({ type: 'mediaLeave', lot, role: 'watch' }), answer: null },
  unsubscribe: { message: ({ lot }) => ({ type: 'unsubscribe', lot }), answer: null },
};
