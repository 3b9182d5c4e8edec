import type { SayCommand } from '../../schema/chat/commands.ts';

/** Something that somebody's page has sent. */
export interface Sent {
  readonly lot: string;
  readonly by: number;
  readonly sayId: number;
  readonly text: string;
  readonly replyTo: number | null;
}

/** What a room answered to a message, as it came to a gateway. Times are that server's (ms). */
export interface SayAnswer {
  readonly lot: string;
  readonly say: SayCommand;
  readonly code: string;
  readonly value: number;
  readonly position: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}
