import { z } from 'zod';

/** A lot's id: a ULID in upper case, so that ids sort by their time of listing. */
export const lotIdSchema = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'a lot id is a ULID');
export type LotId = string;

/** A person's id: a positive integer, so that bids cross threads as numbers only. */
export const personIdSchema = z.int().positive();
export type PersonId = number;

/**
 * A bid's id, chosen by the bidder: a positive safe integer that grows with each bid of that person in a
 * lot; microseconds of the synchronized server clock serve well. The same id is decided once.
 */
export const bidIdSchema = z.int().positive();

/** The actor that runs a lot's auction. */
export const auctionActor = (lotId: LotId): string => `auction/${lotId}`;

/** The actor that runs a lot's chat room. */
export const chatActor = (lotId: LotId): string => `chat/${lotId}`;
