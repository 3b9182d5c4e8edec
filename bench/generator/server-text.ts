import { BytePattern, unsignedAt } from './byte-pattern.ts';

/** What a text frame of the server is, as far as its first bytes tell. */
export const textKinds = { other: 0, accepted: 1, refused: 2, echo: 3, events: 4 } as const;
export type TextKind = (typeof textKinds)[keyof typeof textKinds];

const typeFirst = new BytePattern('{"type":"');
const heads: ReadonlyArray<readonly [BytePattern, TextKind]> = [
  [new BytePattern('bidAccepted"'), textKinds.accepted],
  [new BytePattern('events"'), textKinds.events],
  [new BytePattern('bidRefused"'), textKinds.refused],
  [new BytePattern('bid"'), textKinds.echo],
];

/** Tells the frequent messages apart without parsing them; whatever looks unusual is `other`. */
export function kindOfText(bytes: Uint8Array, start: number, end: number): TextKind {
  if (!typeFirst.isAt(bytes, start, end)) return textKinds.other;
  for (const [head, kind] of heads) if (head.isAt(bytes, start + typeFirst.length, end)) return kind;
  return textKinds.other;
}

const bidIdKey = new BytePattern('"bidId":');
const seqKey = new BytePattern('"seq":');
const lotKey = new BytePattern('"lot":"');
const codeKey = new BytePattern('"code":"');
const minimumKey = new BytePattern('"minimumPoints":');
const atKey = new BytePattern('"at":');
const bidType = new BytePattern(',"type":"bid"');

/** `bidId` of a bid or of an answer to one; 0 if there is none. */
export function bidIdIn(bytes: Uint8Array, start: number, end: number): number {
  return numberAfter(bidIdKey, bytes, start, end);
}

/** `seq` of an answer; 0 if there is none. */
export function seqIn(bytes: Uint8Array, start: number, end: number): number {
  return numberAfter(seqKey, bytes, start, end);
}

/** `minimumPoints` of a refusal; 0 if there is none. */
export function minimumIn(bytes: Uint8Array, start: number, end: number): number {
  return numberAfter(minimumKey, bytes, start, end);
}

/** When the first event of an `events` message was decided (ms since 1970); 0 if there is none. */
export function firstEventAtIn(bytes: Uint8Array, start: number, end: number): number {
  return numberAfter(atKey, bytes, start, end);
}

function numberAfter(key: BytePattern, bytes: Uint8Array, start: number, end: number): number {
  const at = key.endIn(bytes, start, end);
  return at < 0 ? 0 : unsignedAt(bytes, at);
}

/** Id of the lot that a message is about, or an empty string. */
export function lotIn(bytes: Uint8Array, start: number, end: number): string {
  return textAfter(lotKey, bytes, start, end);
}

/** Code of a refusal, or an empty string. */
export function codeIn(bytes: Uint8Array, start: number, end: number): string {
  return textAfter(codeKey, bytes, start, end);
}

const quote = '"'.charCodeAt(0);

function textAfter(key: BytePattern, bytes: Uint8Array, start: number, end: number): string {
  const at = key.endIn(bytes, start, end);
  if (at < 0) return '';
  const close = bytes.indexOf(quote, at);
  return close < 0 || close >= end ? '' : textOf(bytes, at, close);
}

/** A stretch of bytes as text. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

/** What follows a bid's position at least: the fields that the protocol gives every bid in front of others, as short as they can be. */
const shortestRest = ',"type":"bid","at":1,"set":{"pricePoints":1},"by":{"id":1,"paddle":1},"cutMs":0}'
  .length;

/**
 * Puts the positions of an `events` message into `seqs` and gives how many there are, if it holds nothing
 * but bids. Gives -1 if it holds anything else, or in another layout: then it must be parsed.
 */
export function bidSeqsIn(bytes: Uint8Array, start: number, end: number, seqs: number[]): number {
  let count = 0;
  for (let at = seqKey.endIn(bytes, start, end); at >= 0; at = seqKey.endIn(bytes, at, end)) {
    let seq = 0;
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) seq = seq * 10 + digit;
    if (!bidType.isAt(bytes, at, end)) return -1;
    seqs[count++] = seq;
    at += shortestRest;
  }
  return count;
}

/** The digit that stands at `at`, or -1. */
function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] as number) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}
