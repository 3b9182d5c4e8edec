import { followHouseWords, readHouseWords } from './house-words-file.ts';
import { openWordGuard, type WordGuard } from './word-guard.ts';

interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface HouseGuardParts {
  /** The operator's file of blocked words, if there is one. */
  readonly file: string | undefined;
  readonly log: Log;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Opens the guard with the operator's words, and follows their file: what is changed in it counts within seconds, and a
 * file with mistakes changes nothing. Throws a sentence for each mistake that is in it at the start.
 */
export function openHouseGuard({ file, log, sleep }: HouseGuardParts): Omit<WordGuard, 'setHouse'> {
  const atFirst = file === undefined ? { lists: [] } : readHouseWords(file);
  if ('problems' in atFirst) throw new Error(atFirst.problems.join('\n'));
  const guard = openWordGuard({
    house: atFirst.lists,
    log: (level, message, details) => log[level](details, message),
    sleep,
  });
  if (file === undefined) return guard;
  const unfollow = followHouseWords(file, () => {
    const read = readHouseWords(file);
    if ('problems' in read) {
      return log.warn(
        { problems: read.problems },
        'the file of blocked words has mistakes; the old ones count',
      );
    }
    guard.setHouse(read.lists).then(
      () => log.info({ file }, 'the file of blocked words was read anew'),
      (error: unknown) => log.warn({ err: error }, 'the new blocked words could not be put in force'),
    );
  });
  return {
    ready: guard.ready,
    check: (lot, text) => guard.check(lot, text),
    setRoom: (lot, lists) => guard.setRoom(lot, lists),
    dropRoom: (lot) => guard.dropRoom(lot),
    close: async () => {
      unfollow();
      await guard.close();
    },
  };
}
