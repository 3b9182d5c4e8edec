import type { Lanes } from '../../actors/lane/lanes.ts';
import type { ActorSummary } from '../../actors/lane/messages.ts';
import type { Connection } from './connection.ts';
import type { ViewerCount } from './viewers.ts';

const topic = 'lobby';
const auctionPrefix = 'auction/';

/** Tells everyone who looks at lists which lots changed, a few times a second. */
export class Lobby {
  readonly #lanes: Lanes;
  readonly #now: () => number;
  readonly #publish: (topic: string, frame: string) => void;
  readonly #viewerCounts: () => readonly ViewerCount[];
  #members = 0;

  constructor(
    lanes: Lanes,
    now: () => number,
    publish: (topic: string, frame: string) => void,
    viewerCounts: () => readonly ViewerCount[],
  ) {
    this.#viewerCounts = viewerCounts;
    this.#lanes = lanes;
    this.#now = now;
    this.#publish = publish;
  }

  /** Those who look at lists. */
  get members(): number {
    return this.#members;
  }

  join(connection: Connection): void {
    if (connection.inLobby) return;
    connection.inLobby = true;
    connection.subscribe(topic);
    const counts = this.#viewerCounts();
    if (counts.length > 0) connection.send(viewersFrame(counts));
    if (++this.#members === 1) this.#lanes.summaries(true);
  }

  leave(connection: Connection): void {
    if (!connection.inLobby) return;
    connection.inLobby = false;
    connection.unsubscribe(topic);
    if (--this.#members === 0) this.#lanes.summaries(false);
  }

  viewersChanged(counts: readonly ViewerCount[]): void {
    if (this.#members > 0) this.#publish(topic, viewersFrame(counts));
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

const viewersFrame = (lots: readonly ViewerCount[]): string => JSON.stringify({ type: 'lobbyViewers', lots });
