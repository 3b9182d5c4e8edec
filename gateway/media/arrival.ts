import type { types } from 'mediasoup';
import type { MediaKind } from '../../schema/wire/media.ts';

/**
 * Whether what a seller sends arrives. A picture decides from its first packet on, for a lot is there to be
 * seen; until then, and where none is sent, the sound does.
 */
export class Arrival {
  readonly #changed: (isComing: boolean) => void;
  /** Tracks of which something has come; whether it comes now. */
  readonly #come = new Map<types.Producer, boolean>();
  #isComing = false;

  /** `changed` is told whenever it is no longer as it was; in the beginning nothing comes. */
  constructor(changed: (isComing: boolean) => void) {
    this.#changed = changed;
  }

  /** mediasoup scores each stream of a track by what arrives of it, 0 to 10; 0 is nothing at all. */
  follow(producer: types.Producer): void {
    producer.on('score', (scores) => {
      const isComing = scores.some(({ score }) => score > 0);
      if (isComing || this.#come.has(producer)) this.#come.set(producer, isComing);
      this.#decide();
    });
    producer.observer.once('close', () => {
      this.#come.delete(producer);
      this.#decide();
    });
  }

  #decide(): void {
    const isComing = this.#of('video') ?? this.#of('audio') ?? false;
    if (isComing === this.#isComing) return;
    this.#isComing = isComing;
    this.#changed(isComing);
  }

  #of(kind: MediaKind): boolean | undefined {
    for (const [producer, isComing] of this.#come) if (producer.kind === kind) return isComing;
    return undefined;
  }
}
