import type { WordList } from '../../../engine/words/patterns.ts';
import { limits } from '../../../schema/limits.ts';
import { FilterThread } from './filter-thread.ts';
import type { CheckedText, RoomWords } from './messages.ts';
import { type Question, Questions } from './questions.ts';
import { problemOfRoomWords } from './room-words.ts';

/** Looks for blocked words, on a thread of its own. */
export interface WordGuard {
  /** Resolves when the first lists are in force; rejects when the guard was closed before. */
  readonly ready: Promise<void>;
  /**
   * Judges a message in a lot's room; answers come in the order of the questions. Rejects with `WordsUnavailable` while
   * nothing is built yet, when the thread was lost, and when too many wait: the message is then not to be shown.
   */
  check(lot: string, text: string): Promise<CheckedText>;
  /** The room's own lists from now on; resolves when they are in force. Rejects lists that are beyond the limits. */
  setRoom(lot: string, lists: readonly RoomWords[]): Promise<void>;
  /** Forgets the own lists of a room that nobody is in any more. */
  dropRoom(lot: string): void;
  /** The operator's lists anew; resolves when they are in force. The old ones count until then. */
  setHouse(lists: readonly WordList[]): Promise<void>;
  /** Answers who waits, then ends the thread. */
  close(): Promise<void>;
}

export interface WordGuardOptions {
  /** The operator's lists, in addition to those that ship with the service. */
  readonly house: readonly WordList[];
  readonly log: (level: 'info' | 'error', message: string, details: Record<string, unknown>) => void;
  readonly sleep: (ms: number) => Promise<void>;
  /** The thread's module, if it is not the one that is meant for it. */
  readonly threadUrl?: string;
}

/** A message could not be looked through now; the speaker may try again. */
export class WordsUnavailable extends Error {}

/** Starts the thread; it takes a second to build from the largest lists. */
export function openWordGuard(options: WordGuardOptions): WordGuard {
  return new ThreadedWordGuard(options);
}

class ThreadedWordGuard implements WordGuard {
  readonly ready: Promise<void>;
  readonly #options: WordGuardOptions;
  readonly #rooms = new Map<string, readonly RoomWords[]>();
  readonly #questions = new Questions();
  /** Asked in this turn of the event loop. */
  #turn: Question[] = [];
  #house: readonly WordList[];
  /** Who is asked; null until it has built, and after it was lost. */
  #current: FilterThread | null = null;
  /** Who is building to take over. */
  #next: FilterThread | null = null;
  /** Threads are built one after the other. */
  #builds: Promise<unknown> = Promise.resolve();
  /** Who waits for the next thread that takes over. */
  #awaiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  readonly #ending = new Set<Promise<void>>();
  #isClosed = false;

  constructor(options: WordGuardOptions) {
    this.#options = options;
    this.#house = options.house;
    this.ready = this.#inTurn(() => this.#rebuild(0));
    this.ready.catch(() => {});
  }

  check(lot: string, text: string): Promise<CheckedText> {
    if (this.#current === null || this.#isClosed) return unavailable('the lists of words are not built');
    if (this.#questions.waiting >= limits.maxWordChecks) return unavailable('too many messages wait');
    const { question, answer } = this.#questions.ask(text, this.#rooms.has(lot) ? lot : null);
    this.#turn.push(question);
    if (this.#turn.length === 1) setImmediate(() => this.#endTurn());
    return answer;
  }

  async setRoom(lot: string, lists: readonly RoomWords[]): Promise<void> {
    const problem = problemOfRoomWords(lists);
    if (problem !== null) throw new RangeError(problem);
    if (this.#isClosed) throw new WordsUnavailable('closed');
    this.#rooms.set(lot, lists);
    const [current, next] = [this.#current, this.#next];
    const nextHasThem = next?.setRoom(lot, lists);
    if (await (current?.setRoom(lot, lists) ?? nextHasThem)) return;
    // Lost. Who took over meanwhile had them sent too; who is built after this has them from its start.
    if (this.#current === null || this.#current === current) await this.#successor();
    else await nextHasThem;
  }

  dropRoom(lot: string): void {
    if (!this.#rooms.delete(lot)) return;
    this.#current?.dropRoom(lot);
    this.#next?.dropRoom(lot);
  }

  setHouse(lists: readonly WordList[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#build(lists);
      this.#house = lists;
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#endTurn();
    for (const { reject } of this.#awaiting.splice(0)) reject(new WordsUnavailable('closed'));
    await Promise.allSettled([this.#next?.stop(), this.#current?.stop(), this.#builds, ...this.#ending]);
    this.#current = null;
  }

  /** Sends what was asked in this turn, in one message. */
  #endTurn(): void {
    const questions = this.#turn;
    if (questions.length === 0) return;
    this.#turn = [];
    const lost = () => this.#questions.answered(questions, () => new WordsUnavailable('the thread was lost'));
    if (this.#current === null) return lost();
    this.#current.check(
      questions.map(({ text }) => text),
      questions.map(({ lot }) => lot),
      {
        answered: (answers) =>
          this.#questions.answered(
            questions,
            (n) => answers[n] ?? new WordsUnavailable('the message could not be checked'),
          ),
        lost,
      },
    );
  }

  #inTurn<T>(build: () => Promise<T>): Promise<T> {
    const turn = this.#builds.then(build);
    this.#builds = turn.catch(() => {});
    return turn;
  }

  /** Builds lists in a thread of their own, and asks it from then on. */
  async #build(house: readonly WordList[]): Promise<void> {
    if (this.#isClosed) throw new WordsUnavailable('closed');
    const thread = new FilterThread({ house, rooms: this.#rooms }, this.#options.threadUrl);
    this.#next = thread;
    const startedAt = performance.now();
    try {
      await thread.ready;
    } finally {
      this.#next = null;
    }
    const old = this.#current;
    this.#current = thread;
    for (const { resolve } of this.#awaiting.splice(0)) resolve();
    void thread.ended.then(() => this.#lost(thread));
    this.#options.log('info', 'blocked words are in force', {
      lists: house.length,
      buildMs: Math.round(performance.now() - startedAt),
    });
    if (old !== null) this.#letGo(old);
    if (this.#isClosed) await thread.stop();
  }

  #successor(): Promise<void> {
    if (this.#isClosed) return unavailable('closed');
    return new Promise((resolve, reject) => {
      this.#awaiting.push({ resolve, reject });
    });
  }

  /** What was asked of the old thread before, it still answers. */
  #letGo(old: FilterThread): void {
    const ending = old.stop().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  #lost(thread: FilterThread): void {
    if (this.#current !== thread) return;
    this.#current = null;
    if (this.#isClosed) return;
    this.#options.log('error', 'the thread that looks for blocked words died and is replaced', {});
    void this.#inTurn(() => this.#rebuild(0)).catch(() => {});
  }

  async #rebuild(failures: number): Promise<void> {
    if (this.#isClosed) throw new WordsUnavailable('closed');
    // Other lists may have come into force meanwhile.
    if (this.#current !== null) return;
    try {
      await this.#build(this.#house);
    } catch (error) {
      if (this.#isClosed) throw error;
      this.#options.log('error', 'the lists of blocked words could not be built', { error: String(error) });
      await this.#options.sleep(Math.min(limits.minWordsRestartMs * 2 ** failures, limits.maxWordsRestartMs));
      await this.#rebuild(failures + 1);
    }
  }
}

const unavailable = (reason: string): Promise<never> => Promise.reject(new WordsUnavailable(reason));
