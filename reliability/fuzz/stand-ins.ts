/**
 * Names that stand in cases for what each run makes anew. They have the length and the form of the real ones, so
 * that neither a content length nor a schema notices the difference, and a kept case fits every server.
 */
export const standInLots = {
  draft: '0FZZDRAFT00000000000000000',
  scheduled: '0FZZSCHED00000000000000000',
  live: '0FZZRVNNNG0000000000000000',
  rush: '0FZZRVSH000000000000000000',
  paused: '0FZZPAVSED0000000000000000',
  over: '0FZZENDED00000000000000000',
} as const;
export type LotName = keyof typeof standInLots;

/** A lot that never exists. */
export const unknownLot = '0FZZNADA000000000000000000';

export const standInCookies = {
  seller: '<the cookie of seller>',
  bidder: '<the cookie of bidder>',
  /** Of somebody who may be signed out at any time. */
  leaver: '<the cookie of leaver>',
} as const;

/** What the stand-ins are on one server. */
export type RealNames = ReadonlyMap<string, string>;

/** A case's bytes with the real names in place of those that stand in for them. */
export function withRealNames(bytes: string, names: RealNames): Buffer {
  let real = bytes;
  for (const [standIn, name] of names) real = real.replaceAll(standIn, name);
  return Buffer.from(real, 'latin1');
}
