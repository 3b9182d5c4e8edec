import type { Random } from '../../../testing/random.ts';
import { standInLots, unknownLot } from '../stand-ins.ts';

const lots = [...Object.values(standInLots), unknownLot];

/** The smallest file that its markers let pass for a JPEG. */
const tinyJpeg = Buffer.from([0xff, 0xd8, 0xff, 0, 0xff, 0xd9]).toString('base64');

/** Texts that fit one pattern or another of the service; which, the schema says. */
const wellFormed: readonly string[] = [
  ...lots,
  // More often than the rest: most that can be asked is asked of an auction.
  ...lots.map((lot) => `auction/${lot}`),
  'chat/none',
  'nobody/knows.this-one',
  tinyJpeg,
  'Ann',
  '경매사',
  '1',
  '100',
  'live',
  'live,sold,unsold',
  'draft',
  'auction/',
];

/** Words of WebRTC: parameters that consist of others get further into the media server. */
const media: readonly string[] = [
  'video/VP8',
  'video/H264',
  'video/rtx',
  'audio/opus',
  'application/junk',
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'nack',
  'pli',
  'transport-cc',
  'L1T3',
  '0',
  'a',
  `${'AB:'.repeat(31)}AB`,
];

/** Texts that trouble somebody, somewhere; none reads like the inside of a server, for lots show what sellers wrote. */
const nasty: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff',
  'a\ud83d',
  '\udc00\ud800',
  '\ufeff',
  '\u202egnp.exe',
  '\u2028\u2029',
  '\u0085\u00a0',
  '\ufffe\uffff',
  'e\u0301'.repeat(40),
  '👩‍👩‍👧‍👦'.repeat(8),
  '\ufdfa'.repeat(18),
  'ß'.repeat(24),
  'İ'.repeat(24),
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e400',
  '0x10',
  '9007199254740993',
  '-1',
  '1.5',
  'true',
  '[]',
  '{}',
  "' or 1=1 --",
  '";drop table events;--',
  '%',
  '_',
  '\\',
  '%00',
  '%s%n',
  '$1',
  '$&',
  '${',
  '{{7*7}}',
  '../../../etc/passwd',
  '..\\..\\windows',
  'ftp://a/etc/passwd',
  'http://127.0.0.1/',
  '<script>alert(1)</script>',
  '\r\nSet-Cookie: a=b',
  '\n{"answer":1}\n',
  '(a+)+$',
  'a'.repeat(64),
  'a'.repeat(65),
  'a'.repeat(256),
  'a'.repeat(257),
  'a'.repeat(5_001),
  '한'.repeat(4_000),
];

/** Any text: often one that troubles, sometimes one made of any characters. */
export function anyText(random: Random): string {
  const kind = random.next();
  if (kind < 0.35) return random.pick(nasty);
  if (kind < 0.6) return random.pick(wellFormed);
  if (kind < 0.8) return random.pick(media);
  const length = Math.floor(random.scaled(1, 60));
  return Array.from({ length }, () => anyCharacter(random)).join('');
}

function anyCharacter(random: Random): string {
  const kind = random.next();
  if (kind < 0.5) return String.fromCharCode(random.whole(0x20, 0x7e));
  if (kind < 0.7) return String.fromCharCode(random.whole(0, 0xff));
  if (kind < 0.95) return String.fromCharCode(random.whole(0, 0xffff));
  return String.fromCodePoint(random.whole(0x10000, 0x10ffff));
}

/** A text of such a length that fits all patterns; null when none is known. */
export function fittingText(
  random: Random,
  patterns: readonly RegExp[],
  lengths: { readonly least: number; readonly most: number },
): string | null {
  const fits = (text: string) =>
    text.length >= lengths.least &&
    text.length <= lengths.most &&
    patterns.every((pattern) => pattern.test(text));
  if (patterns.length === 0) {
    const text = anyText(random);
    if (fits(text)) return text;
  }
  const known = [...wellFormed, ...media].filter(fits);
  return known.length > 0 ? random.pick(known) : null;
}
