import type { z } from 'zod';
import { messageAccess, type Who } from '../schema/access.ts';
import {
  auctionStateSchema,
  auctionSummarySchema,
  bidderSchema,
  publicEventSchema,
} from '../schema/auction/public.ts';
import { clockRuleSchema } from '../schema/auction/spec.ts';
import { chatEventSchema, chatMessageSchema, chatRoomSchema, speakerSchema } from '../schema/chat/public.ts';
import { chatSettingsSchema } from '../schema/chat/settings.ts';
import { answerCodes, closeCodes, errorCodes, mayReconnect, retryableCodes } from '../schema/codes.ts';
import { limits } from '../schema/limits.ts';
import { answerCodeSchema } from '../schema/wire/answer-code.ts';
import * as chat from '../schema/wire/chat.ts';
import {
  bidSchema,
  type ClientMessage,
  clientMessageSchema,
  lobbySchema,
  protocolVersion,
  renewSchema,
  subscribeSchema,
  timeSchema,
  unsubscribeSchema,
} from '../schema/wire/client.ts';
import * as media from '../schema/wire/media.ts';
import {
  bidAcceptedSchema,
  bidRefusedSchema,
  errorSchema,
  eventsSchema,
  lobbyChangesSchema,
  lobbyViewersSchema,
  renewedSchema,
  renewNowSchema,
  serverMessageSchema,
  snapshotSchema,
  timeAnswerSchema,
  viewersSchema,
  welcomeSchema,
} from '../schema/wire/server.ts';
import { clientExamples, serverExamples } from './examples.ts';
import { commentsOf, declarationOf, sourceOf } from './source-comments.ts';
import { grouped, type JsonType, jsonTypeOf, type NamedSchemas, typeText } from './type-text.ts';

const named: NamedSchemas = {
  AuctionState: auctionStateSchema,
  AuctionChange: publicEventSchema.shape.set,
  AuctionSummary: auctionSummarySchema,
  PublicEvent: publicEventSchema,
  Bidder: bidderSchema,
  ClockRule: clockRuleSchema,
  AnswerCode: answerCodeSchema,
  ErrorCode: errorSchema.shape.code,
  ChatRoom: chatRoomSchema,
  ChatEvent: chatEventSchema,
  ChatMessage: chatMessageSchema,
  Speaker: speakerSchema,
  ChatSettings: chatSettingsSchema,
  Transport: media.transportSchema,
  Track: media.trackSchema,
  RtpCapabilities: media.rtpCapabilitiesSchema,
  RtpParameters: media.rtpParametersSchema,
  DtlsParameters: media.dtlsParametersSchema,
};

/** The messages by the names that their schemas are declared with, where their comments stand. */
const clientSchemas = { subscribeSchema, unsubscribeSchema, bidSchema, timeSchema, renewSchema, lobbySchema };
const serverSchemas = {
  welcomeSchema,
  renewNowSchema,
  renewedSchema,
  snapshotSchema,
  eventsSchema,
  bidAcceptedSchema,
  bidRefusedSchema,
  viewersSchema,
  lobbyChangesSchema,
  lobbyViewersSchema,
  timeAnswerSchema,
  errorSchema,
};

/** Fields that mean the same wherever they stand. */
const fieldMeanings: Readonly<Record<string, string>> = {
  lot: "The lot's id: a ULID in upper case.",
  bidId: 'The id that the bidder chose.',
  epoch: 'The history that `seq` counts in.',
  seq: 'Position among the public events of the lot, or of its room.',
  sayId: 'The id that the speaker chose.',
  serverNow: "The server's time.",
  at: 'When it was decided.',
  pricePoints: 'The visible price.',
  minimumPoints: 'The least acceptable bid.',
  sellerId: 'The person who sells.',
};

/** Limits that a client can run into, by their names in `schema/limits.ts`. */
const clientLimits = [
  'maxPoints',
  'maxFrameBytes',
  'maxBodyBytes',
  'maxUrlBytes',
  'maxHeaderBytes',
  'httpIdleTimeoutMs',
  'socketIdleTimeoutMs',
  'maxBackpressureBytes',
  'maxSubscriptionsPerSocket',
  'maxVideosPerSocket',
  'maxTransportsPerAddress',
  'maxPublishBitrateBps',
  'maxBidsInFlightPerSocket',
  'maxBidWaitMs',
  'minBidsInFlight',
  'messagesPerSecond',
  'messagesBurst',
  'maxBadMessagesPerSocket',
  'bidMemoryPerBidder',
  'undoDepth',
  'recoveryEvents',
  'lobbyWindowMs',
  'viewersWindowMs',
  'suspiciousJumpFactor',
  'maxChatChars',
  'chatBurst',
  'chatDuplicateMs',
  'reactionsWindowMs',
  'presenceWindowMs',
] as const satisfies readonly (keyof typeof limits)[];

/** The reference of the protocol, made from the schemas and the comments in them. */
export function protocolText(): string {
  return [
    '# The protocol',
    '',
    '<!-- Made by `npm run docs` from schema/. Changes made here are lost. -->',
    '',
    `Live auctions are followed and bid on over a WebSocket at \`/ws?v=${protocolVersion}\`: text frames, one JSON object each. Everything else is HTTP; its routes are described at \`/api/docs\` of a running server, by the OpenAPI document at \`/api/openapi.json\`. Money is in points (1 point = 1 KRW, whole numbers), times are in milliseconds since 1970 by the server's clock, durations in milliseconds.`,
    '',
    'Whoever connects may watch. To bid, sign in first (`POST /api/guests`); the cookie that this sets comes along when the WebSocket is opened.',
    '',
    '## Following a lot',
    '',
    'Every public event of a lot has a number, `seq`, that counts from 1 without a gap. `epoch` names the history that it counts in. A client that comes back says with `since` how far it got, and is sent either exactly the events that it missed (`events`) or the whole state (`snapshot`), never something with a silent gap. An event says in `set` which fields of the state changed, so that a client is right by assigning them, whatever the type of the event.',
    '',
    'A bid that got no answer, or one with `retry`, is sent again with the same `bidId`: it is decided once, and the answer is the one that was given first.',
    '',
    '## Messages from the client',
    ...messages(
      clientMessageSchema.options,
      'wire/client.ts',
      clientSchemas,
      clientExamples,
      'input',
      forWhom,
    ),
    '',
    '## Messages from the server',
    ...messages(serverMessageSchema.options, 'wire/server.ts', serverSchemas, serverExamples, 'output'),
    '',
    '## Chat rooms',
    '',
    'Each lot has a room. A client enters it with `chatEnter` once it watches the lot. Everything that happens there has a number, `seq`, as the events of a lot have, and is the number of the message if it is one; whoever comes back with a position is sent exactly what was missed, or the room with its latest messages (`chatRoom`). Earlier ones, and those between the two, are asked for over HTTP (`GET /api/lots/{id}/chat`). A message that got no answer, or one with `retry`, is sent again with the same `sayId`. Refusals of anything else are `error` messages about the type and the lot.',
    ...messages(clientMessageSchema.options, 'wire/chat.ts', chat, clientExamples, 'input', forWhom),
    ...messages(serverMessageSchema.options, 'wire/chat.ts', chat, serverExamples, 'output'),
    ...part('ChatRoom', 'chatRoomSchema', 'chat/public.ts'),
    ...part('ChatMessage', 'chatMessageSchema', 'chat/public.ts'),
    ...part('Speaker', 'speakerSchema', 'chat/public.ts'),
    ...part('ChatSettings', 'chatSettingsSchema', 'chat/settings.ts'),
    '',
    '### ChatEvent',
    '',
    commentsOf(sourceOf('chat/public.ts')).get('chatEventSchema') ?? '',
    '',
    ...(jsonTypeOf(chatEventSchema, named, 'output').oneOf ?? []).map((event) => `- ${typeText(event)}`),
    '',
    '## Live video',
    '',
    'Pictures and sound come over WebRTC, from [mediasoup](https://mediasoup.org); `GET /api/media` says what its client library is loaded with, or why there is no video here. A viewer who is subscribed to a lot sends `mediaWatch`, makes the transport that `mediaWatching` describes, consumes its tracks, sends `mediaConnect` when the library asks for it, and `mediaReady` when the tracks may come. The seller sends `mediaPublish`, and `mediaProduce` for each track. Refusals are `error` messages about the type and the lot.',
    ...messages(clientMessageSchema.options, 'wire/media.ts', media, clientExamples, 'input', forWhom),
    ...messages(serverMessageSchema.options, 'wire/media.ts', media, serverExamples, 'output'),
    ...part('Transport', 'transportSchema', 'wire/media.ts'),
    ...part('Track', 'trackSchema', 'wire/media.ts'),
    ...part('RtpCapabilities', 'rtpCapabilitiesSchema', 'wire/media.ts'),
    ...part('RtpParameters', 'rtpParametersSchema', 'wire/media.ts'),
    ...part('DtlsParameters', 'dtlsParametersSchema', 'wire/media.ts'),
    '',
    '## Parts of messages',
    ...part('AuctionState', 'auctionStateSchema', 'auction/public.ts'),
    '',
    '### AuctionChange',
    '',
    'Those fields of [AuctionState](#auctionstate) that changed.',
    ...part('PublicEvent', 'publicEventSchema', 'auction/public.ts'),
    ...part('AuctionSummary', 'auctionSummarySchema', 'auction/public.ts'),
    ...part('Bidder', 'bidderSchema', 'auction/public.ts'),
    '',
    '### ClockRule',
    '',
    ...(jsonTypeOf(clockRuleSchema, named, 'output').oneOf ?? []).map((rule) => `- ${typeText(rule)}`),
    '',
    '## AnswerCode',
    '',
    'Answers to bids, to the commands of sellers, and to messages in chat rooms.',
    '',
    '| Code | Meaning | Send again |',
    '| --- | --- | --- |',
    ...answerCodes.map(
      (code) =>
        `| \`${code}\` | ${meaning('answerCodes', code)} | ${retryableCodes.has(code) ? 'yes' : ''} |`,
    ),
    '',
    '## ErrorCode',
    '',
    'In `error` messages, and as `code` of the problems (`application/problem+json`) that HTTP answers with; HTTP also uses the codes above.',
    '',
    '| Code | Meaning |',
    '| --- | --- |',
    ...errorCodes.map((code) => `| \`${code}\` | ${meaning('errorCodes', code)} |`),
    '',
    '## Close codes of the WebSocket',
    '',
    'After codes of the WebSocket protocol itself (below 4000) connect again, with back-off.',
    '',
    '| Code | Meaning | Connect again |',
    '| --- | --- | --- |',
    ...Object.entries(closeCodes).map(
      ([name, code]) =>
        `| ${code} | ${meaning('closeCodes', name)} | ${mayReconnect(code) ? 'yes, with back-off' : 'no'} |`,
    ),
    '',
    '## Who may do what',
    '',
    'The routes of HTTP and the messages from clients are listed in [access.md](access.md), with who may use them and in which phases of a lot.',
    '',
    '## Limits',
    '',
    '| Limit | Value | Meaning |',
    '| --- | --- | --- |',
    ...clientLimits.map((name) => `| \`${name}\` | ${grouped(limits[name])} | ${limitMeaning(name)} |`),
    '',
  ].join('\n');
}

const forWhom = (type: string): string => senders[messageAccess[type as ClientMessage['type']].who];

const senders: Readonly<Record<Who, string>> = {
  anyone: 'Anyone may send it.',
  guest: 'For people who are signed in.',
  user: 'For people with an account.',
  seller: 'For the seller of the lot.',
  moderator: 'For the seller of the lot, and moderators.',
  admin: 'For admins.',
};

type MessageSchema = z.ZodType & { shape: { type: z.ZodLiteral<string> } };

/** The messages among `schemas` that `file` exports. */
function messages(
  schemas: readonly MessageSchema[],
  file: string,
  exported: object,
  examples: Readonly<Record<string, unknown>>,
  io: 'input' | 'output',
  access: (type: string) => string = () => '',
): string[] {
  const comments = commentsOf(sourceOf(file));
  return schemas.flatMap((schema) => {
    const type = schema.shape.type.value;
    const name = Object.entries(exported).find(([, value]) => value === schema)?.[0];
    if (name === undefined) return [];
    const comment = comments.get(name);
    if (!comment) throw new Error(`${file}: ${name} has no comment to say what ${type} is for`);
    const example = JSON.stringify(schema.parse(examples[type]));
    return [
      '',
      `### ${type}`,
      '',
      [comment, access(type)].filter(Boolean).join(' '),
      '',
      ...fieldTable(jsonTypeOf(schema, named, io), commentsOf(declarationOf(sourceOf(file), name))),
      '',
      '```json',
      example,
      '```',
    ];
  });
}

function part(name: string, declared: string, file: string): string[] {
  const source = sourceOf(file);
  const schema = named[name];
  if (!schema) throw new Error(`${name} is not among the named schemas`);
  return [
    '',
    `### ${name}`,
    '',
    commentsOf(source).get(declared) ?? '',
    '',
    ...fieldTable(jsonTypeOf(schema, named, 'output'), commentsOf(declarationOf(source, declared))),
  ];
}

function fieldTable(
  { properties = {}, required = [] }: JsonType,
  comments: ReadonlyMap<string, string>,
): string[] {
  const rows = Object.entries(properties).map(([name, type]) => {
    const optional = required.includes(name) ? '' : ' (optional)';
    return `| \`${name}\`${optional} | ${cell(typeText(type))} | ${cell(comments.get(name) ?? fieldMeanings[name] ?? '')} |`;
  });
  return ['| Field | Type | |', '| --- | --- | --- |', ...rows];
}

function meaning(list: string, code: string): string {
  const comment = commentsOf(declarationOf(sourceOf('codes.ts'), list)).get(code);
  if (!comment) throw new Error(`schema/codes.ts: ${code} in ${list} has no comment to say what it means`);
  return cell(comment);
}

/** One comment may stand for several limits in a row. */
function limitMeaning(name: string): string {
  const source = declarationOf(sourceOf('limits.ts'), 'limits');
  const before = source.slice(0, source.indexOf(`\n  ${name}:`));
  const comment = before.slice(before.lastIndexOf('/**') + 3, before.lastIndexOf('*/'));
  return cell(comment.replace(/\s*\n\s*\* ?/g, ' ').trim());
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
