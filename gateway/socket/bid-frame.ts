import { limits } from '../../schema/limits.ts';
import type { BidMessage } from './bids.ts';

const head = '{"type":"bid","lot":"';
const afterLot = '","bidId":';
const beforeAmount = ',"amount":';
const beforeMax = ',"max":';
const confirmations: ReadonlyArray<readonly [text: string, confirm: boolean | undefined]> = [
  ['}', undefined],
  [',"confirm":true}', true],
  [',"confirm":false}', false],
];
const lotChars = 26;
/** As many as the largest exact number has. */
const mostDigits = 16;
const zero = 0x30;
const nine = 0x39;
const lastFirstOfLot = 0x37;

/** Which bytes stand in an id of a lot: Crockford's base 32. */
const isOfLot = new Uint8Array(256);
for (const char of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') isOfLot[char.charCodeAt(0)] = 1;

let at = 0;

/**
 * The bid in a frame, if it is written as JSON.stringify writes it, with its fields in the documented order and nothing
 * else: so almost every bid comes, and it costs a third of parsing JSON. Null does not mean that it is no bid, but that
 * somebody else has to read it. `lastLot` is where this client has bid before, or ''; it mostly bids there again, and
 * then that very string is given back: it needs neither be made nor hashed.
 */
export function readBidFrame(bytes: Buffer, lastLot: string): BidMessage | null {
  at = 0;
  if (!skip(bytes, head)) return null;
  const lotAt = at;
  const isLastLot = lastLot !== '' && skip(bytes, lastLot);
  if (!isLastLot && !skipLot(bytes)) return null;
  if (!skip(bytes, afterLot)) return null;
  const bidId = readNumber(bytes);
  const isAmount = skip(bytes, beforeAmount);
  if (bidId === 0 || (!isAmount && !skip(bytes, beforeMax))) return null;
  const points = readNumber(bytes);
  if (points === 0 || points > limits.maxPoints) return null;
  for (const [text, confirm] of confirmations) {
    if (!skip(bytes, text)) continue;
    if (at !== bytes.length) return null;
    const lot = isLastLot ? lastLot : bytes.toString('latin1', lotAt, lotAt + lotChars);
    return isAmount
      ? { type: 'bid', lot, bidId, amount: points, confirm }
      : { type: 'bid', lot, bidId, max: points, confirm };
  }
  return null;
}

function skip(bytes: Buffer, text: string): boolean {
  for (let n = 0; n < text.length; n++) if (bytes[at + n] !== text.charCodeAt(n)) return false;
  at += text.length;
  return true;
}

function skipLot(bytes: Buffer): boolean {
  if ((bytes[at] as number) > lastFirstOfLot) return false;
  for (const end = at + lotChars; at < end; at++) if (isOfLot[bytes[at] as number] !== 1) return false;
  return true;
}

/** A whole number from 1 on, or 0 for what is none or is written in another way. */
function readNumber(bytes: Buffer): number {
  if (bytes[at] === zero) return 0;
  let number = 0;
  const from = at;
  for (let byte = bytes[at] as number; byte >= zero && byte <= nine; byte = bytes[++at] as number) {
    number = number * 10 + (byte - zero);
  }
  return at - from > mostDigits || number > Number.MAX_SAFE_INTEGER ? 0 : number;
}
