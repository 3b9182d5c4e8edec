import type { ErrorCode } from '../../schema/codes.ts';

/** The message that an error is about. */
export interface ErrorSubject {
  readonly type: string;
  readonly lot?: string;
}

/** What tells a client that something was wrong. */
export function errorFrame(code: ErrorCode, message: string, about?: ErrorSubject): string {
  return JSON.stringify({ type: 'error', code, message, about });
}
