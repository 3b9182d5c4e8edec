import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ProblemError } from '../http/problem.ts';
import type { UndoneBids } from './undone-ahead.ts';

/** Where the walk through a lot's journal, newest first, goes on. */
export interface HistoryPlace {
  /** The next journal entry to look at. */
  readonly journalSeq: number;
  /** Position of the newest public event that is not newer than it. */
  readonly position: number;
  /** Bids that were taken back and are still to come, in the order in which that was met. */
  readonly undone: readonly UndoneBids[];
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const placeSchema = z.tuple([
  z.int().min(1),
  z.int().min(0),
  z.array(z.tuple([z.int().min(1)], z.int().min(1))),
]);

/**
 * The place as text for the client, sealed with a key of 32 bytes: the journal's numbers count private events
 * too, so whoever could read them would learn when somebody raised a hidden maximum.
 */
export function sealPlace(key: Uint8Array, lotId: string, place: HistoryPlace): string {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(lotId));
  const text = JSON.stringify([place.journalSeq, place.position, place.undone]);
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url');
}

/** The place that was sealed for this lot. Throws `invalid` for anything else. */
export function openPlace(key: Uint8Array, lotId: string, text: string): HistoryPlace {
  try {
    const bytes = Buffer.from(text, 'base64url');
    const nonce = bytes.subarray(0, nonceBytes);
    const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
    const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
    opening.setAAD(Buffer.from(lotId)).setAuthTag(tag);
    const opened = opening.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8');
    const [journalSeq, position, undone] = placeSchema.parse(JSON.parse(opened + opening.final('utf8')));
    return { journalSeq, position, undone };
  } catch {
    throw new ProblemError(400, 'invalid', 'cursor: not one that was given out for this lot');
  }
}
