import type { Random } from '../../../testing/random.ts';

const inserted: readonly string[] = [
  '\0',
  '\r\n',
  '\n',
  ' ',
  '"',
  '\\',
  '\\u',
  '\\ud800',
  '\\u0000',
  '\xff',
  '\xc0\x80',
  '\xed\xa0\x80',
  '\xef\xbb\xbf',
  '{',
  '[',
  ']',
  '}',
  ',',
  ':',
  '//',
  '%',
  '%00',
  '..',
];

/** The bytes with a few of them changed, cut, doubled or put in between. */
export function mutateBytes(random: Random, bytes: string): string {
  let mutated = bytes;
  for (let changes = random.whole(1, 3); changes > 0; changes--) mutated = mutatedOnce(random, mutated);
  return mutated;
}

function mutatedOnce(random: Random, bytes: string): string {
  const at = random.whole(0, bytes.length);
  const end = Math.min(bytes.length, at + Math.floor(random.scaled(1, 40)));
  const kind = random.next();
  if (kind < 0.2) {
    const flipped = String.fromCharCode((bytes.charCodeAt(at) || 0) ^ (1 << random.whole(0, 7)));
    return bytes.slice(0, at) + flipped + bytes.slice(at + 1);
  }
  if (kind < 0.35)
    return bytes.slice(0, at) + String.fromCharCode(random.whole(0, 255)) + bytes.slice(at + 1);
  if (kind < 0.5) return bytes.slice(0, at);
  if (kind < 0.65) return bytes.slice(0, at) + bytes.slice(end);
  if (kind < 0.75) return bytes.slice(0, end) + bytes.slice(at);
  if (kind < 0.95) return bytes.slice(0, at) + random.pick(inserted) + bytes.slice(at);
  return bytes.slice(0, at) + random.pick(inserted).repeat(random.whole(10, 3_000)) + bytes.slice(at);
}
