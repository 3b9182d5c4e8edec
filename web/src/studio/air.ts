import type { LineState } from '../video/line.ts';

/** How it stands with being on air: what the server says, and what this window does about it. */
export type Air = 'off' | 'going' | 'back' | 'on' | 'elsewhere';

/** On air is only what the server has said to arrive; this window's own state tells where it comes from. */
export function airOf(streamUp: boolean, publish: LineState): Air {
  switch (publish.kind) {
    case 'open':
      return streamUp ? 'on' : 'going';
    case 'asking':
      return 'going';
    case 'waiting':
      return 'back';
    default:
      return streamUp ? 'elsewhere' : 'off';
  }
}
