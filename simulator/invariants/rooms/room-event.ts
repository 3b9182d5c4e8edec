import type { ChatEvent } from '../../../schema/chat/events.ts';
import type { RoomRecord } from '../../record/room-record.ts';
import type { Sent } from '../../record/sayings.ts';
import type { Pace, RoomFacts } from '../../reference/room-facts.ts';

/** One event of a room that has just been committed. */
export interface CommittedRoomEvent {
  readonly event: ChatEvent;
  readonly before: RoomFacts;
  readonly after: RoomFacts;
  /** The room without this event. */
  readonly room: RoomRecord;
  /** By sayId: all that anybody has sent to any room. */
  readonly sent: ReadonlyMap<number, Sent>;
  readonly pace: Pace;
}
