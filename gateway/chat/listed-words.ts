import type { RoomWords } from '../../schema/chat/settings.ts';
import type { Checked, WordGuard } from './word-guard.ts';

/** A word guard that knows the rooms' own words and finds them only as they are written. */
export class ListedWords implements WordGuard {
  readonly rooms = new Map<string, RoomWords>();

  async check(lot: string, text: string): Promise<Checked> {
    const fingerprint = [...text].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 2 ** 32, 7);
    for (const { action, words } of this.rooms.get(lot) ?? []) {
      const word = words.find((one) => text.includes(one));
      if (word === undefined) continue;
      const from = text.indexOf(word);
      return { action, masks: action === 'mask' ? [[from, from + word.length]] : [], fingerprint };
    }
    return { action: 'none', masks: [], fingerprint };
  }

  async setRoom(lot: string, lists: RoomWords): Promise<void> {
    this.rooms.set(lot, lists);
  }

  dropRoom(lot: string): void {
    this.rooms.delete(lot);
  }
}
