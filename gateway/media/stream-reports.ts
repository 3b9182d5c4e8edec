import type { ActorClient } from '../../actors/client.ts';
import type { AuctionCommand } from '../../schema/auction/commands.ts';
import { answerCodes, retryableCodes } from '../../schema/codes.ts';
import { auctionActor } from '../../schema/ids.ts';

const retryMs = 250;

/**
 * Tells auctions whether their pictures arrive. Only the latest news of a lot counts; it is told until the
 * auction has taken it, however long its journal is away.
 */
export class StreamReports {
  readonly #actors: ActorClient;
  readonly #later: (delayMs: number, task: () => void) => void;
  /** What is still to be told, by lot. */
  readonly #untold = new Map<string, boolean>();
  readonly #telling = new Set<string>();

  constructor(actors: ActorClient, later: (delayMs: number, task: () => void) => void) {
    this.#actors = actors;
    this.#later = later;
  }

  report(lot: string, isUp: boolean): void {
    this.#untold.set(lot, isUp);
    if (this.#telling.has(lot)) return;
    this.#telling.add(lot);
    void this.#tell(lot);
  }

  async #tell(lot: string): Promise<void> {
    const isUp = this.#untold.get(lot);
    if (isUp === undefined) {
      this.#telling.delete(lot);
      return;
    }
    this.#untold.delete(lot);
    const command: AuctionCommand = { type: isUp ? 'streamUp' : 'streamDown' };
    const answer = await this.#actors.command(auctionActor(lot), command);
    if (!retryableCodes.has(answerCodes[answer.code] ?? 'retry')) return this.#tell(lot);
    if (!this.#untold.has(lot)) this.#untold.set(lot, isUp);
    this.#later(retryMs, () => void this.#tell(lot));
  }
}
