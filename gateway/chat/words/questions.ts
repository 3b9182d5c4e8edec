import type { CheckedText } from './messages.ts';

/** One question, and where its answer goes. */
export interface Question {
  readonly text: string;
  readonly lot: string | null;
  readonly resolve: (checked: CheckedText) => void;
  readonly reject: (error: Error) => void;
  /** What it is told as soon as all before it were told theirs; null until it is known. */
  answer: CheckedText | Error | null;
}

/** The questions that wait, answered in the order in which they were asked, whichever thread was the faster. */
export class Questions {
  #asked: Question[] = [];
  /** How many of them are answered already. */
  #told = 0;

  get waiting(): number {
    return this.#asked.length - this.#told;
  }

  ask(text: string, lot: string | null): { question: Question; answer: Promise<CheckedText> } {
    const { promise, resolve, reject } = deferred<CheckedText>();
    const question: Question = { text, lot, resolve, reject, answer: null };
    this.#asked.push(question);
    return { question, answer: promise };
  }

  /** Knows the answers of some, and tells those whose turn it is. */
  answered(questions: readonly Question[], answerOf: (n: number) => CheckedText | Error): void {
    for (const [n, question] of questions.entries()) question.answer = answerOf(n);
    while (this.#told < this.#asked.length) {
      const { answer, resolve, reject } = this.#asked[this.#told] as Question;
      if (answer === null) break;
      this.#told++;
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    }
    if (this.#told * 2 < this.#asked.length) return;
    this.#asked = this.#asked.slice(this.#told);
    this.#told = 0;
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
