import type { Lanes } from '../../actors/lane/lanes.ts';
import type { ActorSummary } from '../../actors/lane/messages.ts';
import type { Connection } from './connection.ts';

const topic = 'lobby';
const auctionPrefix = 'auction/';

/** Tells everyone who looks at lists which lots changed, a few times a second. */
export class Lobby {
  readonly #lanes: Lanes;
  readonly #now: () => number;
  readonly #publish: (topic: string, frame: string) => void;
  #members = 0;

  constructor(lanes: Lanes, now: () => number, publish: (topic: string, frame: string) => void) {
    this.#lanes = lanes;
    this.#now = now;
    this.#publish = publish;
  }

  join(connection: Connection): void {
    if (connection.inLobby) return;
    connection.inLobby = true;
    connection.subscribe(topic);
    if (++this.#members === 1) this.#lanes.summaries(true);
  }

  leave(connection: Connection): void {
    if (!connection.inLobby) return;
    connection.inLobby = false;
    connection.unsubscribe(topic);
    if (--this.#members === 0) this.#lanes.summaries(false);
  }

  changed(summaries: readonly ActorSummary[]): void {
    if (this.#members === 0) return;
    const lots = summaries
      .filter(({ actor, status }) => actor.startsWith(auctionPrefix) && status !== 'draft')
      .map(({ actor, summary }) => `{"lot":"${actor.slice(auctionPrefix.length)}","auction":${summary}}`);
    if (lots.length === 0) return;
    this.#publish(topic, `{"type":"lobby","lots":[${lots.join(',')}],"serverNow":${this.#now()}}`);
  }
}
