import { extname } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { CheckedText, FromWordsThread, RoomWords, ToWordsThread, WordsTask } from './messages.ts';

const wordsThreadUrl = new URL(`./words-thread${extname(import.meta.url)}`, import.meta.url).href;

/** What waits for one answer of the thread. */
interface Waiting {
  readonly answered: (answers: readonly (CheckedText | null)[]) => void;
  readonly lost: () => void;
}

/** One thread that looks for the words of one set of lists, from its start to its end. */
export class FilterThread {
  /** Resolves when it has built what it looks with; rejects when it could not. */
  readonly ready: Promise<void>;
  /** Resolves when it is no more, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #piscina: Piscina<WordsTask, void>;
  readonly #port: MessagePort;
  readonly #checks: Waiting[] = [];
  readonly #rooms: { readonly done: () => void; readonly lost: () => void }[] = [];
  #isLost = false;
  #drained = () => {};

  constructor(lists: Pick<WordsTask, 'house' | 'rooms'>, threadUrl = wordsThreadUrl) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#piscina = new Piscina<WordsTask, void>({
      filename: threadUrl,
      minThreads: 1,
      maxThreads: 1,
      // A thread that waits in Atomics.wait for its next task would never see its port.
      atomics: 'disabled',
    });
    const task = this.#piscina.run({ ...lists, control: port2 }, { transferList: [port2] });
    this.ready = new Promise((resolve, reject) => {
      this.#port.on('message', (message: FromWordsThread) => {
        if (message.type === 'ready') resolve();
        else this.#take(message);
      });
      task.catch(reject);
    });
    // Whoever waits for the end hears of a failure too.
    this.ready.catch(() => {});
    this.ended = task.then(
      () => this.#end(),
      () => this.#end(),
    );
  }

  check(texts: readonly string[], lots: readonly (string | null)[], waiting: Waiting): void {
    if (this.#isLost) return waiting.lost();
    this.#checks.push(waiting);
    this.#post({ type: 'check', texts, lots });
  }

  /** Resolves with whether the room's lists are in force; they are not when the thread was lost. */
  setRoom(lot: string, lists: readonly RoomWords[]): Promise<boolean> {
    if (this.#isLost) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#rooms.push({ done: () => resolve(true), lost: () => resolve(false) });
      this.#post({ type: 'setRoom', lot, lists });
    });
  }

  dropRoom(lot: string): void {
    if (!this.#isLost) this.#post({ type: 'dropRoom', lot });
  }

  /** Ends the thread after its last answer. */
  async stop(): Promise<void> {
    if (this.#checks.length > 0 && !this.#isLost) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    if (!this.#isLost) this.#post({ type: 'stop' });
    await this.ended;
  }

  #post(message: ToWordsThread): void {
    this.#port.postMessage(message);
  }

  #take(message: Exclude<FromWordsThread, { type: 'ready' }>): void {
    if (message.type === 'roomSet') return this.#rooms.shift()?.done();
    this.#checks.shift()?.answered(message.answers);
    if (this.#checks.length === 0) this.#drained();
  }

  async #end(): Promise<void> {
    this.#isLost = true;
    this.#port.close();
    for (const { lost } of this.#checks.splice(0)) lost();
    for (const { lost } of this.#rooms.splice(0)) lost();
    this.#drained();
    await this.#piscina.destroy();
  }
}
