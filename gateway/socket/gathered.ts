import { newsSeparator } from '../../actors/lane/messages.ts';

/** Texts of events that wait to be told in one frame. */
export class Gathered {
  #text = '';

  /** Whether it is the first one that waits. */
  add(text: string): boolean {
    const isFirst = this.#text === '';
    this.#text += isFirst ? text : newsSeparator + text;
    return isFirst;
  }

  get length(): number {
    return this.#text.length;
  }

  /** All that waited, '' if nothing did. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
