import type { AuctionState } from '../schema/auction/public.ts';
import type { ClientMessage } from '../schema/wire/client.ts';
import type { DtlsParameters } from '../schema/wire/media.ts';
import type { ServerMessage } from '../schema/wire/server.ts';

const lot = '01JCZ8Q4T0H7V2M5N9R3W6X1YB';
const epoch = '5f0c2a9e41d84b7c9a63e1f0b8d72c15';
const serverNow = 1_767_952_800_250;

const state: AuctionState = {
  phase: 'live',
  sellerId: 7,
  clock: { rule: 'rush', durationMs: 600_000, floorMs: 10_000, cutPerStepMs: 2_000, cutMaxMs: 60_000 },
  startPoints: 10_000,
  pricePoints: 52_000,
  minimumPoints: 53_000,
  incrementPoints: 1_000,
  leader: { id: 12, paddle: 3 },
  bidCount: 41,
  bidderCount: 5,
  reserve: 'met',
  buyNowPoints: null,
  startsAt: 1_767_952_500_000,
  endsAt: 1_767_952_817_400,
  remainingMs: null,
  paused: null,
  streamUp: true,
  lastOutage: null,
  hammerPricePoints: null,
  winner: null,
  endedAt: null,
  endCause: null,
};

const vp8Capability = {
  kind: 'video',
  mimeType: 'video/VP8',
  preferredPayloadType: 101,
  clockRate: 90_000,
} as const;

const dtlsParameters: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: '82:5A:68:3D:36:C3:0A:DE:AF:E7:32:43:D2:88:83:57:AC' }],
};

const rtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
  encodings: [{ ssrc: 312_465_011 }],
};

const transport = {
  id: '0b8a6c0e-6a0f-4b5b-9f0e-3e0d9c8a7b61',
  iceParameters: { usernameFragment: 'w2gk', password: 'p0n3', iceLite: true },
  iceCandidates: [
    {
      foundation: 'udpcandidate',
      priority: 1_076_302_079,
      ip: '203.0.113.7',
      protocol: 'udp',
      port: 30_000,
      type: 'host',
    },
  ],
  dtlsParameters: { ...dtlsParameters, role: 'auto' as const },
  iceServers: [
    {
      urls: ['turn:turn.example:3478'],
      username: '1764594000:7',
      credential: 'q1Y0XN5cX3m0mJp0iYxRr3ZtL0E=',
    },
  ],
  iceTransportPolicy: 'all' as const,
};

const track = {
  id: 'c5b1f8f4-5b0e-4c5e-8c8e-0f6a1d2b3c4d',
  producerId: '7f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9',
  kind: 'video',
  rtpParameters,
} as const;

const chatMessage = {
  seq: 312,
  at: serverNow,
  by: { id: 12, name: '민수', rank: 'speaker' as const, isGuest: false },
  text: '상태가 어떤가요?',
  replyTo: 310,
};

/** One message of each type that a client sends. */
export const clientExamples: {
  readonly [Type in ClientMessage['type']]: Extract<ClientMessage, { type: Type }>;
} = {
  subscribe: { type: 'subscribe', lot, since: { epoch, seq: 44 } },
  unsubscribe: { type: 'unsubscribe', lot },
  bid: { type: 'bid', lot, bidId: 1_767_952_800_250_000, amount: 55_000 },
  time: { type: 'time', clientAt: 18_250.4 },
  renew: { type: 'renew', token: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.…' },
  lobby: { type: 'lobby', on: true },
  chatEnter: { type: 'chatEnter', lot, since: { epoch, seq: 311 } },
  chatLeave: { type: 'chatLeave', lot },
  chatSay: { type: 'chatSay', lot, sayId: 1_767_952_800_250_000, text: '상태가 어떤가요?', replyTo: 310 },
  chatReact: { type: 'chatReact', lot, kind: 'heart' },
  mediaWatch: { type: 'mediaWatch', lot, rtpCapabilities: { codecs: [vp8Capability] } },
  mediaPublish: { type: 'mediaPublish', lot },
  mediaConnect: { type: 'mediaConnect', lot, role: 'watch', dtlsParameters },
  mediaProduce: { type: 'mediaProduce', lot, kind: 'video', rtpParameters },
  mediaEnd: { type: 'mediaEnd', lot, kind: 'video' },
  mediaDelay: { type: 'mediaDelay', lot, upDelayMs: 64 },
  mediaReady: { type: 'mediaReady', lot },
  mediaPrefer: { type: 'mediaPrefer', lot, layer: 2, temporalLayer: 2 },
  mediaLeave: { type: 'mediaLeave', lot, role: 'watch' },
};

/** One message of each type that the server sends. */
export const serverExamples: {
  readonly [Type in ServerMessage['type']]: Extract<ServerMessage, { type: Type }>;
} = {
  welcome: {
    type: 'welcome',
    version: 1,
    serverNow,
    person: { id: 12, name: '민수', kind: 'guest', role: 'user' },
    signedInUntil: serverNow + 600_000,
  },
  renew: { type: 'renew', signedInUntil: serverNow + 60_000 },
  renewed: { type: 'renewed', signedInUntil: serverNow + 600_000 },
  chatRoom: {
    type: 'chatRoom',
    lot,
    epoch,
    seq: 312,
    room: {
      settings: { guestsSpeak: true, slowMs: 0, followersOnly: false, emotesOnly: false, raidGuard: true },
      moderators: [{ id: 3, name: '지우' }],
      pinned: null,
      guardUntil: null,
      messages: [chatMessage],
      from: 312,
    },
    serverNow,
  },
  chatEvents: {
    type: 'chatEvents',
    lot,
    epoch,
    events: [{ type: 'said', ...chatMessage, seq: 313 }],
    serverNow,
  },
  chatSaid: { type: 'chatSaid', lot, sayId: 1_767_952_800_250_000, seq: 313 },
  chatRefused: {
    type: 'chatRefused',
    lot,
    sayId: 1_767_952_800_250_000,
    code: 'slow_mode',
    waitMs: 4_200,
    retry: false,
  },
  chatReactions: { type: 'chatReactions', lot, counts: { heart: 7, clap: 2 } },
  chatPresent: { type: 'chatPresent', lot, bidders: [{ id: 12, name: '민수', paddle: 1 }], more: 0 },
  snapshot: { type: 'snapshot', lot, epoch, seq: 44, state, viewers: 128, serverNow },
  events: {
    type: 'events',
    lot,
    epoch,
    events: [
      {
        seq: 45,
        type: 'bid',
        at: 1_767_952_800_240,
        set: {
          pricePoints: 55_000,
          minimumPoints: 56_000,
          incrementPoints: 1_000,
          leader: { id: 15, paddle: 5 },
          bidCount: 42,
          endsAt: 1_767_952_813_400,
        },
        by: { id: 15, paddle: 5 },
        amountPoints: 55_000,
        cutMs: 4_000,
      },
    ],
    serverNow,
  },
  bidAccepted: {
    type: 'bidAccepted',
    lot,
    bidId: 1_767_952_800_250_000,
    seq: 45,
    pricePoints: 55_000,
    leading: true,
  },
  bidRefused: {
    type: 'bidRefused',
    lot,
    bidId: 1_767_952_800_250_000,
    code: 'too_low',
    minimumPoints: 56_000,
    retry: false,
  },
  viewers: { type: 'viewers', lot, count: 129 },
  lobby: {
    type: 'lobby',
    lots: [
      {
        lot,
        auction: {
          seq: 45,
          phase: 'live',
          sellerId: 7,
          clock: state.clock,
          startPoints: 10_000,
          pricePoints: 55_000,
          minimumPoints: 56_000,
          bidCount: 42,
          startsAt: state.startsAt,
          endsAt: 1_767_952_813_400,
          remainingMs: null,
          paused: null,
          streamUp: true,
          hammerPricePoints: null,
          winner: null,
          endedAt: null,
        },
      },
    ],
    serverNow,
  },
  lobbyViewers: { type: 'lobbyViewers', lots: [{ lot, count: 129 }] },
  time: { type: 'time', clientAt: 18_250.4, serverNow },
  error: {
    type: 'error',
    code: 'too_many_subscriptions',
    message: 'A socket watches at most 64 lots',
    about: { type: 'subscribe', lot },
  },
  mediaWatching: { type: 'mediaWatching', lot, transport, tracks: [track], upDelayMs: 64 },
  mediaDelayed: { type: 'mediaDelayed', lot, upDelayMs: 96 },
  mediaAdded: { type: 'mediaAdded', lot, track },
  mediaRemoved: { type: 'mediaRemoved', lot, id: track.id },
  mediaPublishing: { type: 'mediaPublishing', lot, transport },
  mediaProduced: { type: 'mediaProduced', lot, kind: 'video', id: track.producerId },
  mediaClosed: { type: 'mediaClosed', lot, role: 'watch', again: true },
};
