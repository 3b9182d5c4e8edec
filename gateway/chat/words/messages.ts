import type { MessagePort } from 'node:worker_threads';
import type { WordAction, WordList } from '../../../engine/words/patterns.ts';
import type { Verdict } from '../../../engine/words/word-filter.ts';

/** Words that the people of one room may not use there. */
export interface RoomWords {
  readonly action: WordAction;
  readonly words: readonly string[];
}

/** What a message is judged by: what is to happen to it, and what it has in common with those that look the same. */
export type CheckedText = Pick<Verdict, 'action' | 'masks'> & { readonly fingerprint: number };

/** What the thread that looks for words is started with. */
export interface WordsTask {
  readonly control: MessagePort;
  /** In addition to the lists that ship with the service. */
  readonly house: readonly WordList[];
  readonly rooms: ReadonlyMap<string, readonly RoomWords[]>;
}

/** To the thread; it takes them in order. */
export type ToWordsThread =
  /** The texts of one turn of the event loop, and the lots whose own words count for them. */
  | { readonly type: 'check'; readonly texts: readonly string[]; readonly lots: readonly (string | null)[] }
  | { readonly type: 'setRoom'; readonly lot: string; readonly lists: readonly RoomWords[] }
  | { readonly type: 'dropRoom'; readonly lot: string }
  | { readonly type: 'stop' };

/** From the thread: an answer to each check and each setRoom, in order. */
export type FromWordsThread =
  | { readonly type: 'ready' }
  /** Null where a text could not be checked. */
  | { readonly type: 'checked'; readonly answers: readonly (CheckedText | null)[] }
  | { readonly type: 'roomSet' };
