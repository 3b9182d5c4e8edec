import type { Phase } from './auction/spec.ts';
import type { ClientMessage } from './wire/client.ts';

/** Who may use something, from the most to the fewest. */
export const audiences = [
  /** Everybody, signed in or not. */
  'anyone',
  /** Somebody who is signed in, be it as a guest. */
  'guest',
  /** Somebody who is signed in with an account. */
  'user',
  /** The seller of the lot that it is about, and nobody else, staff included. */
  'seller',
  /** The seller of the lot that it is about, the moderators whom that one named for its room, and the moderators and admins of the site. */
  'moderator',
  /** The admins of the site. */
  'admin',
] as const;
export type Who = (typeof audiences)[number];

/** Who may use a route or send a message, and when. */
export interface Rule {
  readonly who: Who;
  /** Phases of the lot in which it can be done; the lot's auction refuses it in all others. Absent: whatever the phase. */
  readonly phases?: readonly Phase[];
  /** Phases in which the lot is there for its seller alone; for all others there is no such lot. */
  readonly sellerOnlyIn?: readonly Phase[];
  /** That the lot's seller may not: the auction refuses it as `own_lot`. */
  readonly notSeller?: true;
  /** That somebody who was shut out may all the same, as if nobody were signed in: to read, and to leave. */
  readonly evenBanned?: true;
}

const reading: Rule = { who: 'anyone', evenBanned: true };
const readingLot: Rule = { who: 'anyone', sellerOnlyIn: ['draft'], evenBanned: true };
const planning: Rule = { who: 'seller', phases: ['draft', 'scheduled'] };
const steering: Rule = { who: 'seller', phases: ['live'] };

/** Every HTTP route and who may use it. A route that is not in here answers nobody. */
export const httpAccess: Readonly<Record<string, Rule>> = {
  'GET /healthz': reading,
  'GET /api/openapi.json': reading,
  'GET /api/docs': reading,
  'GET /api/media': reading,
  'GET /api/docs/{file}': reading,

  'POST /api/guests': { who: 'anyone' },
  'GET /api/me': { who: 'guest' },
  'DELETE /api/me': { who: 'anyone', evenBanned: true },
  'PATCH /api/me': { who: 'guest' },
  'GET /api/me/export': { who: 'guest' },
  'POST /api/me/delete': { who: 'guest' },
  'GET /api/people/{id}/avatar': reading,
  'POST /api/session/refresh': { who: 'anyone' },
  'GET /api/sessions': { who: 'guest' },
  'DELETE /api/sessions': { who: 'guest' },
  'DELETE /api/sessions/{session}': { who: 'guest' },
  'GET /.well-known/jwks.json': reading,

  'GET /api/sign-in': reading,
  // They tell those who were shut out themselves, on the page.
  'GET /auth/{provider}': { who: 'anyone', evenBanned: true },
  'GET /auth/{provider}/callback': { who: 'anyone', evenBanned: true },
  'GET /api/me/identities': { who: 'user' },
  'DELETE /api/me/identities/{provider}': { who: 'user' },

  // With SELLERS=user it takes an account.
  'POST /api/lots': { who: 'guest' },
  'GET /api/lots': reading,
  'GET /api/lots/{id}': readingLot,
  'PATCH /api/lots/{id}': planning,
  'GET /api/lots/{id}/bids': readingLot,
  'GET /api/lots/{id}/result': readingLot,
  'GET /api/lots/{id}/mine': { who: 'guest', sellerOnlyIn: ['draft'] },
  'GET /api/lots/{id}/thumbnail': readingLot,
  'POST /api/lots/{id}/thumbnail': { who: 'seller' },
  'POST /api/lots/{id}/schedule': planning,
  // What was done already is no mistake the second time: opening what is live, withdrawing what is withdrawn.
  'POST /api/lots/{id}/open': { who: 'seller', phases: ['draft', 'scheduled', 'live'] },
  'POST /api/lots/{id}/pause': steering,
  'POST /api/lots/{id}/resume': steering,
  'POST /api/lots/{id}/extend': steering,
  'POST /api/lots/{id}/hammer': steering,
  'POST /api/lots/{id}/cancel': { who: 'seller', phases: ['draft', 'scheduled', 'live', 'cancelled'] },
  'POST /api/lots/{id}/undo': steering,

  'GET /api/lots/{id}/chat': readingLot,
  'GET /api/lots/{id}/chat/mine': { who: 'guest', sellerOnlyIn: ['draft'] },
  'PATCH /api/lots/{id}/chat/settings': { who: 'moderator' },
  'GET /api/lots/{id}/chat/words': { who: 'moderator' },
  'PUT /api/lots/{id}/chat/words': { who: 'moderator' },
  'POST /api/lots/{id}/chat/moderators': { who: 'seller' },
  'POST /api/lots/{id}/chat/pin': { who: 'moderator' },
  'GET /api/lots/{id}/chat/held': { who: 'moderator' },
  'POST /api/lots/{id}/chat/held/{seq}': { who: 'moderator' },
  'POST /api/lots/{id}/chat/messages/{seq}/delete': { who: 'moderator' },
  'POST /api/lots/{id}/chat/messages/{seq}/report': { who: 'guest', sellerOnlyIn: ['draft'] },
  'GET /api/lots/{id}/chat/reports': { who: 'moderator' },
  'POST /api/lots/{id}/chat/reports/{report}/close': { who: 'moderator' },
  'GET /api/lots/{id}/chat/people': { who: 'moderator' },
  'POST /api/lots/{id}/chat/people/{person}/clear': { who: 'moderator' },
  'POST /api/lots/{id}/chat/people/{person}/mute': { who: 'moderator' },
  'POST /api/lots/{id}/chat/people/{person}/unmute': { who: 'moderator' },
  'PUT /api/people/{id}/follow': { who: 'guest' },
  'DELETE /api/people/{id}/follow': { who: 'guest' },

  'GET /api/admin/people': { who: 'admin' },
  'GET /api/admin/people/{id}': { who: 'admin' },
  'POST /api/admin/people/{id}/ban': { who: 'admin' },
  'POST /api/admin/people/{id}/unban': { who: 'admin' },
  'POST /api/admin/people/{id}/role': { who: 'admin' },
  'POST /api/admin/people/{id}/sign-out': { who: 'admin' },
  'GET /api/admin/audit': { who: 'admin' },

  /** The page: its files, and its own addresses. */
  'GET /*': reading,
};

/** Every message of a client over the WebSocket and who may send it. */
export const messageAccess: Readonly<Record<ClientMessage['type'], Rule>> = {
  subscribe: readingLot,
  unsubscribe: reading,
  bid: { who: 'guest', phases: ['live'], notSeller: true },
  time: reading,
  renew: { who: 'guest' },
  lobby: reading,

  // They need a subscription to the lot; who may speak is the room's own to decide.
  chatEnter: readingLot,
  chatLeave: reading,
  chatSay: { who: 'guest', sellerOnlyIn: ['draft'] },
  chatReact: { who: 'guest', sellerOnlyIn: ['draft'] },

  // Watching needs a subscription to the lot, publishing a `mediaPublish` of the same socket.
  mediaWatch: readingLot,
  mediaPublish: { who: 'seller' },
  mediaConnect: readingLot,
  mediaProduce: { who: 'seller' },
  mediaEnd: { who: 'seller' },
  mediaDelay: { who: 'seller' },
  mediaReady: readingLot,
  mediaPrefer: readingLot,
  mediaLeave: reading,
};
