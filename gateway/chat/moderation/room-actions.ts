import type { Kysely } from 'kysely';
import type { ChatCommand } from '../../../schema/chat/commands.ts';
import type { ChatSettings, RoomWords } from '../../../schema/chat/settings.ts';
import type { AuditAction } from '../../../schema/http.ts';
import type { Tables } from '../../../schema/tables.ts';
import type { Actor } from '../../admin/audit.ts';
import { recordAround } from '../../admin/record-around.ts';
import { ProblemError } from '../../http/problem.ts';
import { type ChatHistoryParts, findMessage } from '../history/history.ts';
import type { Rooms } from '../rooms.ts';
import { type KnownPerson, knownPerson } from './known-person.ts';

export interface RoomActionParts extends ChatHistoryParts {
  readonly db: Kysely<Tables>;
  readonly rooms: Rooms;
  readonly now: () => number;
}

/** Who runs a room; `isStaff`: a moderator or admin of the site. */
export interface RoomActor extends Actor {
  readonly isStaff: boolean;
}

type Moderating = Exclude<Extract<ChatCommand, { readonly isStaff: boolean }>, { readonly type: 'say' }>;
type WithoutActor<Command> = Command extends unknown ? Omit<Command, 'by' | 'isStaff'> : never;

interface OnRecord {
  readonly action: AuditAction;
  readonly person?: number | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What is done in rooms by those who run them, each on record. All give the number of the event that this made. */
export class RoomActions {
  readonly #parts: RoomActionParts;

  constructor(parts: RoomActionParts) {
    this.#parts = parts;
  }

  setSettings(actor: RoomActor, lot: string, settings: Partial<ChatSettings>): Promise<number> {
    return this.#act(actor, lot, { type: 'set', settings }, { action: 'chat_settings', details: settings });
  }

  setWords(actor: RoomActor, lot: string, words: RoomWords): Promise<number> {
    const count = words.reduce((sum, list) => sum + list.words.length, 0);
    const onRecord = { action: 'chat_words', details: { lists: words.length, words: count } } as const;
    return this.#act(actor, lot, { type: 'setWords', words }, onRecord);
  }

  /** Names somebody a moderator of the room, or takes that back. Throws `not_found`. */
  async appoint(actor: RoomActor, lot: string, person: number, isModerator: boolean): Promise<number> {
    const { id, name } = await this.#personIn(lot, person);
    const onRecord = { action: 'chat_moderator', person: id, details: { isModerator } } as const;
    return this.#act(actor, lot, { type: 'appoint', person: id, name, isModerator }, onRecord);
  }

  pin(actor: RoomActor, lot: string, of: number | null): Promise<number> {
    return this.#act(actor, lot, { type: 'pin', of }, { action: 'chat_pin', details: { message: of } });
  }

  /** Takes a message away. Throws `no_such_message`. */
  async delete(actor: RoomActor, lot: string, of: number): Promise<number> {
    // The room itself takes the numbers of old messages on trust.
    const message = await findMessage(this.#parts, lot, of);
    if (message === null) throw new ProblemError(404, 'no_such_message', 'There is no such message any more');
    const onRecord = { action: 'chat_delete', person: message.by.id, details: { message: of } } as const;
    return this.#act(actor, lot, { type: 'delete', of }, onRecord);
  }

  /** Takes away all that somebody has said so far. Throws `not_found`. */
  async clear(actor: RoomActor, lot: string, person: number): Promise<number> {
    const { id } = await this.#personIn(lot, person);
    return this.#act(actor, lot, { type: 'clear', person: id }, { action: 'chat_clear', person: id });
  }

  /** Keeps somebody from speaking, for `forMs` or for good (null). Throws `not_found`. */
  async mute(
    actor: RoomActor,
    lot: string,
    person: number,
    { forMs, reason }: { readonly forMs: number | null; readonly reason: string },
  ): Promise<number> {
    const { id, name } = await this.#personIn(lot, person);
    const onRecord = { action: 'chat_mute', person: id, details: { forMs, reason } } as const;
    return this.#act(actor, lot, { type: 'mute', person: id, name, forMs, reason }, onRecord);
  }

  /** Lets somebody speak again. Throws `not_found`. */
  async unmute(actor: RoomActor, lot: string, person: number): Promise<number> {
    const { id } = await this.#personIn(lot, person);
    return this.#act(actor, lot, { type: 'unmute', person: id }, { action: 'chat_unmute', person: id });
  }

  /** Shows a message that waits to everyone, or drops it. Throws `no_such_message`. */
  async decideHeld(actor: RoomActor, lot: string, of: number, isShown: boolean): Promise<number> {
    const held = await this.#parts.rooms.ask(lot, { ask: 'held' });
    const person = held.find(({ seq }) => seq === of)?.by.id;
    const type = isShown ? 'release' : 'drop';
    const action = isShown ? 'chat_show' : 'chat_drop';
    return this.#act(actor, lot, { type, of }, { action, person, details: { message: of } });
  }

  #act(
    { by, isStaff, requestId }: RoomActor,
    lot: string,
    told: WithoutActor<Moderating>,
    { action, person, details = {} }: OnRecord,
  ): Promise<number> {
    const entry = { by, requestId, action, lot, details, ...(person === undefined ? {} : { person }) };
    const command = { ...told, by, isStaff } as Moderating;
    return recordAround(this.#parts, entry, () => this.#parts.rooms.command(lot, command));
  }

  /** The person that is meant, as the room is to know that one. */
  async #personIn(lot: string, id: number): Promise<KnownPerson> {
    const { db, rooms } = this.#parts;
    const person = await knownPerson(db, id);
    if (person.id !== id) {
      await rooms
        .command(lot, { type: 'merge', from: id, to: person.id, name: person.name })
        .catch(unlessUnopened);
    }
    return person;
  }
}

/** A room that nobody has entered has nothing to merge. */
function unlessUnopened(error: unknown): void {
  if (!(error instanceof ProblemError && error.problem.code === 'unknown_lot')) throw error;
}
