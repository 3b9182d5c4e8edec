import type { RoomWords } from '../../../schema/chat/settings.ts';
import type { CheckedText } from '../words/messages.ts';
import type { WordGuard } from '../words/word-guard.ts';

/** A word guard that finds words as they are written, and answers when the test lets it. */
export class HeldWords implements Pick<WordGuard, 'check' | 'setRoom' | 'dropRoom'> {
  readonly rooms = new Map<string, RoomWords>();
  /** Texts whose answer is held back until `release`. */
  readonly held = new Set<string>();
  /** While set, nothing can be told. */
  isAway = false;
  #waiting: Array<() => void> = [];

  async check(lot: string, text: string): Promise<CheckedText> {
    if (this.isAway) throw new Error('the guard is away');
    if (this.held.has(text)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const list = (this.rooms.get(lot) ?? []).find(({ words }) => words.some((word) => text.includes(word)));
    const masks = list?.action === 'mask' ? ([[0, text.length]] as const) : [];
    return { action: list?.action ?? 'none', masks, fingerprint: [...text].reduce(mixed, 0) };
  }

  release(): void {
    this.held.clear();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async setRoom(lot: string, lists: RoomWords): Promise<void> {
    this.rooms.set(lot, lists);
  }

  dropRoom(lot: string): void {
    this.rooms.delete(lot);
  }
}

const mixed = (sum: number, char: string): number => (sum * 31 + (char.codePointAt(0) as number)) % 2 ** 32;
