import { limits } from '../../schema/limits.ts';
import type { Connection } from './connection.ts';
import { Line } from './line.ts';
import { Traffic } from './traffic.ts';

/**
 * What goes out to sockets: frames are put aside per connection and leave together, so that the answer to a
 * bid and the events that came with it cost one write. uWebSockets.js's own topics don't do for that: after
 * two publications in one turn of the event loop this build never gathers writes again.
 */
export class Deliveries {
  readonly traffic = new Traffic();
  readonly #topics = new Map<string, Set<Connection>>();
  readonly #soon: (task: () => void) => void;
  /**
   * Connections that wait to be told of a lot's beginning or end, those that an answer waits for, all others, and those
   * for whom nothing waits but what can wait.
   */
  readonly #pressing = new Line();
  readonly #answered = new Line();
  readonly #told = new Line();
  readonly #patient = new Line();
  #isScheduled = false;

  /** `soon` runs a task at the end of this turn of the event loop. */
  constructor(soon: (task: () => void) => void) {
    this.#soon = soon;
  }

  subscribe(topic: string, connection: Connection): void {
    const members = this.#topics.get(topic);
    if (members === undefined) this.#topics.set(topic, new Set([connection]));
    else members.add(connection);
  }

  unsubscribe(topic: string, connection: Connection): void {
    const members = this.#topics.get(topic);
    if (members?.delete(connection) && members.size === 0) this.#topics.delete(topic);
  }

  /** Puts a frame aside for everyone who is subscribed to a topic; a pressing one goes ahead of what others wait for. */
  publish(topic: string, frame: string, isPressing = false): void {
    const members = this.#topics.get(topic);
    if (members === undefined) return;
    // Encoded once for all of them.
    const bytes = Buffer.from(frame);
    for (const connection of members) {
      if (isPressing) this.#putInto(this.#pressing, connection, bytes);
      else this.put(connection, bytes);
    }
  }

  /**
   * Puts a frame aside for everyone who is subscribed to a topic, to be sent to a few in each turn: what is said to a
   * crowd keeps no bid waiting.
   */
  publishPatiently(topic: string, frame: string): void {
    const bytes = Buffer.from(frame);
    for (const connection of this.#topics.get(topic) ?? []) this.putPatiently(connection, bytes);
  }

  /** The same for one connection. */
  putPatiently(connection: Connection, frame: Uint8Array): void {
    if (!connection.enqueue(frame)) return;
    this.#patient.push(connection);
    this.#schedule();
  }

  /** Puts a frame aside for one connection. */
  put(connection: Connection, frame: string | Uint8Array): void {
    // What waits for it already may stand in the line of what can wait.
    if (!connection.enqueue(frame) && this.#patient.length === 0) return;
    this.#told.push(connection);
    this.#schedule();
  }

  /**
   * Puts an answer aside for the one who asked, with whatever waits for that connection: it does not wait for a crowd
   * to be told.
   */
  putAnswer(connection: Connection, frame: string): void {
    this.#putInto(this.#answered, connection, frame);
  }

  #putInto(line: Line, connection: Connection, frame: string | Uint8Array): void {
    connection.enqueue(frame);
    line.push(connection);
    this.#schedule();
  }

  /** Sends what was put aside, to some connections at a time: whatever else wants to be done gets its turn between. */
  deliver(): void {
    const patient = Math.min(limits.turnPatient, this.#patient.length);
    let left: number = limits.turnDeliveries - patient;
    left -= this.#pressing.deliver(limits.turnPressing);
    left -= this.#answered.deliver(left - limits.turnNews);
    left -= this.#told.deliver(left);
    left -= this.#answered.deliver(left);
    this.#pressing.deliver(left);
    this.#patient.deliver(patient, limits.turnPatientBytes);
    const waiting = [this.#pressing, this.#answered, this.#told, this.#patient];
    if (waiting.some((line) => line.length > 0)) this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#soon(() => {
      this.#isScheduled = false;
      this.deliver();
    });
  }
}
