import { setTimeout as pause } from 'node:timers/promises';
import { closeCodes } from '../../../schema/codes.ts';
import { limits } from '../../../schema/limits.ts';
import { Connection, type Target } from '../../generator/connection.ts';
import { until } from '../../generator/until.ts';
import type { Tally } from './tally.ts';

const withoutCloseFrame = 1006;
/** Long enough for the news of all lots to fill what the kernel and the server keep for one reader. */
const deafMs = 90_000;
const turnMs = 1_000;
/** Lots that are asked for anew in each turn, so that their whole states come on top: what a socket may ask for. */
const lotsPerTurn = Math.floor(limits.messagesPerSecond / 2) - 1;
/** With so much in the queue that no close frame fits, the connection just ends. */
const cutCodes: ReadonlySet<number> = new Set([closeCodes.slowReader, withoutCloseFrame]);
const closeTimeoutMs = 10_000;
const restMs = 10_000;

/** Somebody who asks for all lots and reads nothing, until the server has had enough; now and then, until all is over. */
export async function readSlowly(
  target: Target,
  liveLots: () => readonly string[],
  isClosing: () => boolean,
  tally: Tally,
): Promise<void> {
  while (!isClosing()) {
    let closeCode: number | null = null;
    const connection = await Connection.open(target, null, () => ({
      text() {},
      readEnded() {},
      lost(code) {
        closeCode = code;
      },
    }));
    connection.pauseReading();
    const asked = new Set<string>();
    connection.sendText('{"type":"lobby","on":true}');
    for (let ms = 0; ms < deafMs && closeCode === null && !isClosing(); ms += turnMs) {
      for (const lot of asked) connection.sendText(JSON.stringify({ type: 'unsubscribe', lot }));
      asked.clear();
      for (const lot of liveLots().slice(0, lotsPerTurn)) {
        connection.sendText(JSON.stringify({ type: 'subscribe', lot }));
        asked.add(lot);
      }
      await pause(turnMs);
    }
    connection.resumeReading();
    // Who is sent home early proves nothing.
    const wasPatient = closeCode !== null || !isClosing();
    if (wasPatient) await until(() => closeCode !== null, closeTimeoutMs);
    connection.destroy();
    if (closeCode !== null && cutCodes.has(closeCode)) tally.totals.slowReadersCut++;
    else if (closeCode !== null) tally.fault(`slow reader cut off with ${closeCode}`);
    else if (wasPatient) tally.totals.slowReadersKept++;
    if (!isClosing()) await pause(restMs);
  }
}
