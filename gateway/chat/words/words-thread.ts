import { fingerprint } from '../../../engine/words/fingerprint.ts';
import { houseLists } from '../../../engine/words/lists/house-lists.ts';
import { checkWith, WordFilter } from '../../../engine/words/word-filter.ts';
import type { CheckedText, FromWordsThread, RoomWords, ToWordsThread, WordsTask } from './messages.ts';

/** The never-ending task of the thread that looks for blocked words: resolves when it was told to stop. */
export default async function runWords({ control, house, rooms }: WordsTask): Promise<void> {
  const send = (message: FromWordsThread) => control.postMessage(message);
  const houseFilter = new WordFilter([...houseLists, ...house]);
  const roomFilters = new Map<string, WordFilter>();
  const setRoom = (lot: string, lists: readonly RoomWords[]) => roomFilters.set(lot, new WordFilter(lists));
  for (const [lot, lists] of rooms) setRoom(lot, lists);

  const check = (text: string, lot: string | null): CheckedText | null => {
    const room = lot === null ? undefined : roomFilters.get(lot);
    try {
      const { action, masks } = checkWith(text, room === undefined ? [houseFilter] : [houseFilter, room]);
      return { action, masks, fingerprint: fingerprint(text) };
    } catch {
      // One text must not end the thread for all others.
      return null;
    }
  };

  const stopped = new Promise<void>((resolve) => {
    control.on('message', (message: ToWordsThread) => {
      switch (message.type) {
        case 'check':
          return send({
            type: 'checked',
            answers: message.texts.map((text, n) => check(text, message.lots[n] ?? null)),
          });
        case 'setRoom':
          setRoom(message.lot, message.lists);
          return send({ type: 'roomSet' });
        case 'dropRoom':
          roomFilters.delete(message.lot);
          return;
        case 'stop':
          return resolve();
      }
    });
  });
  send({ type: 'ready' });
  await stopped;
  control.close();
}
