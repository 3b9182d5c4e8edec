import { type ReadonlySignal, signal } from '@preact/signals';

const key = 'lotcast.sound';
const volumeKey = 'lotcast.volume';

/** Whether and how loud the person wants to hear rooms: not at all before it is asked for, and then remembered. */
export class SoundChoice {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #isWanted;
  readonly #volume;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#isWanted = signal(storage.getItem(key) === 'on');
    const volume = Number(storage.getItem(volumeKey) ?? '1');
    this.#volume = signal(volume > 0 && volume <= 1 ? volume : 1);
  }

  get isWanted(): ReadonlySignal<boolean> {
    return this.#isWanted;
  }

  /** From 0 to 1. */
  get volume(): ReadonlySignal<number> {
    return this.#volume;
  }

  /** Turns the sound on or off. */
  choose(isWanted: boolean): void {
    this.#isWanted.value = isWanted;
    this.#storage.setItem(key, isWanted ? 'on' : 'off');
  }

  /** Sets how loud it is; nothing at all is the same as off. */
  setVolume(volume: number): void {
    if (volume > 0) {
      this.#volume.value = volume;
      this.#storage.setItem(volumeKey, String(volume));
    }
    this.choose(volume > 0);
  }
}
