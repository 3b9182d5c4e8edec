import { messageAccess } from '../../schema/access.ts';
import { closeCodes } from '../../schema/codes.ts';
import type { Person } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import { type ClientMessage, clientMessageSchema } from '../../schema/wire/client.ts';
import { judge, type Refusal } from '../access/judge.ts';
import { sentenceOf } from '../access/refusals.ts';
import type { Chat } from '../chat/socket/chat.ts';
import type { MediaDesk } from '../media/media-socket.ts';
import { readBidFrame } from './bid-frame.ts';
import { type BidMessage, type Bids, isBid } from './bids.ts';
import type { Channels } from './channels.ts';
import type { Connection } from './connection.ts';
import type { Deliveries } from './deliveries.ts';
import type { Lobby } from './lobby.ts';

export interface Receivers {
  readonly bids: Bids;
  readonly channels: Channels;
  readonly chat: Chat;
  readonly lobby: Lobby;
  readonly deliveries: Deliveries;
  /** Null while live video is off. */
  readonly media: () => MediaDesk<Connection> | null;
  readonly now: () => number;
  /** Somebody shows that the session was renewed. */
  readonly renew: (connection: Connection, token: string) => void;
}

/** A message, and the lot that it is about, if any. */
type Addressed = { readonly type: ClientMessage['type']; readonly lot?: string };

/** Takes one frame of a client: checks it at the edge and sends it on its way. */
export function receive(
  { bids, channels, chat, lobby, media, now, renew }: Receivers,
  connection: Connection,
  frame: ArrayBuffer,
  isBinary: boolean,
): void {
  const receivedAt = now();
  if (!connection.takesMessage(receivedAt)) {
    connection.sendError('rate_limited', 'too many messages');
    return connection.misbehaved('flooding');
  }
  if (frame.byteLength > limits.maxFrameBytes) {
    return connection.close(closeCodes.tooLarge, `a frame has at most ${limits.maxFrameBytes} bytes`);
  }
  if (isBinary) return refuse(connection, 'malformed', 'frames are JSON text');
  const bytes = Buffer.from(frame);
  const bid = readBidFrame(bytes, connection.lastBidLot);
  if (bid !== null) return takeBid(bid);
  const message = parse(bytes);
  if (message === null) return refuse(connection, 'malformed', 'a frame is one JSON object with a type');

  if (message.type === 'bid' && isBid(message)) return takeBid(message as unknown as BidMessage);
  if (!Object.hasOwn(messageAccess, message.type as string)) {
    return refuse(connection, 'unknown_type', 'there is no such type of message', message);
  }
  const parsed = clientMessageSchema.safeParse(message);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    return refuse(connection, 'invalid', `${where}${issue?.message ?? 'invalid'}`, message);
  }
  follow(parsed.data);

  function takeBid(valid: BidMessage): void {
    const refusal = judge(messageAccess.bid, connection);
    if (refusal !== null) return refuseAccess(connection, refusal, valid);
    bids.place(connection, (connection.person as Person).id, valid, receivedAt);
  }

  function follow(valid: ClientMessage): void {
    const verdict = judge(messageAccess[valid.type], connection);
    // Whose the lot is, live video asks the lot, as nobody else here does.
    const goesOn = verdict === null || (verdict === 'ask_lot' && valid.type.startsWith('media'));
    if (!goesOn) return refuseAccess(connection, verdict, valid);
    switch (valid.type) {
      case 'subscribe':
        if (connection.lots.has(valid.lot)) channels.leave(connection, valid.lot);
        if (connection.lots.size >= limits.maxSubscriptionsPerSocket) {
          const most = `one socket watches at most ${limits.maxSubscriptionsPerSocket} lots`;
          return refuse(connection, 'too_many_subscriptions', most, valid);
        }
        return channels.join(connection, valid.lot, valid.since ?? null);
      case 'unsubscribe':
        media()?.left(connection, valid.lot);
        chat.leave(connection, valid.lot);
        return channels.leave(connection, valid.lot);
      case 'time':
        return connection.send(
          JSON.stringify({ type: 'time', clientAt: valid.clientAt, serverNow: receivedAt }),
        );
      case 'renew':
        return renew(connection, valid.token);
      case 'lobby':
        return valid.on ? lobby.join(connection) : lobby.leave(connection);
      case 'mediaWatch':
      case 'mediaPublish':
      case 'mediaConnect':
      case 'mediaProduce':
      case 'mediaEnd':
      case 'mediaDelay':
      case 'mediaReady':
      case 'mediaPrefer':
      case 'mediaLeave': {
        const { type, lot } = valid;
        const desk = media();
        if (desk === null)
          return connection.sendError('media_off', 'there is no live video here', { type, lot });
        return desk.receive(connection, valid);
      }
      case 'chatEnter':
        return chat.enter(connection, valid.lot, valid.since ?? null);
      case 'chatLeave':
        return chat.leave(connection, valid.lot);
      case 'chatSay':
        return chat.say(connection, valid);
      case 'chatReact':
        return chat.react(connection, valid.lot, valid.kind);
      case 'bid':
        return takeBid(valid as BidMessage);
    }
  }
}

function parse(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return typeof (value as { type?: unknown }).type === 'string' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function refuseAccess(connection: Connection, verdict: Refusal | 'ask_lot', message: Addressed): void {
  const { type, lot } = message;
  const refusal = verdict === 'ask_lot' ? 'not_allowed' : verdict;
  const sentence = sentenceOf(refusal, messageAccess[type]);
  connection.sendError(refusal, sentence, lot === undefined ? { type } : { type, lot });
}

function refuse(
  connection: Connection,
  code: 'malformed' | 'invalid' | 'unknown_type' | 'too_many_subscriptions',
  message: string,
  about?: Readonly<Record<string, unknown>>,
): void {
  const type = typeof about?.type === 'string' ? about.type.slice(0, 32) : undefined;
  const lot = typeof about?.lot === 'string' ? about.lot.slice(0, 26) : undefined;
  connection.sendError(
    code,
    message,
    type === undefined ? undefined : lot === undefined ? { type } : { type, lot },
  );
  connection.misbehaved('malformed');
}

/** Told to a client that asked for a version of the protocol that is not spoken here. */
export function refuseVersion(connection: Connection): void {
  connection.sendError('unsupported_version', 'this server speaks version 1: /ws?v=1');
  connection.close(closeCodes.unsupportedVersion, 'unsupported version');
}
