import type { AnswerCode, ErrorCode } from '../../../schema/codes.ts';

/**
 * Why there will be no video without somebody doing something: codes of the server, a browser that can't,
 * or attempts that all failed.
 */
export type VideoRefusal = 'media_off' | 'too_many_videos' | 'not_allowed' | 'unsupported' | 'failed';

/**
 * What an error about a message means for video: a refusal for good, or null when asking again may help.
 * Only of publishing is `not_allowed` a word about the person; otherwise the server has closed a transport
 * that the page still spoke of.
 */
export function refusalOfCode(code: AnswerCode | ErrorCode, aboutType: string): VideoRefusal | null {
  if (code === 'media_off' || code === 'too_many_videos') return code;
  return code === 'not_allowed' && aboutType === 'mediaPublish' ? code : null;
}

/** Thrown where video can't be prepared for a reason that asking again does not change. */
export class NoVideo extends Error {
  readonly why: VideoRefusal;

  constructor(why: VideoRefusal) {
    super(why);
    this.why = why;
  }
}
