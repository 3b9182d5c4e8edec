import { setTimeout } from 'node:timers/promises';
import type { TopAnswer } from '../../protocol.ts';
import { visible } from '../format/visible.ts';
import { topLines } from './lines.ts';
import { compare } from './sample.ts';

const refreshMs = 1_000;

/** ANSI: the screen beside the one that the shell uses, without a cursor, and back. */
const enter = '\x1b[?1049h\x1b[?25l';
const leave = '\x1b[?25h\x1b[?1049l';
const toTop = '\x1b[H';
const clearRestOfLine = '\x1b[K';
const clearBelow = '\x1b[J';

/** Shows the shards on the whole terminal, anew each second, until q or Ctrl-C. */
export async function showLive(look: () => Promise<TopAnswer>): Promise<void> {
  const { stdin, stdout } = process;
  const ended = new AbortController();
  const end = () => ended.abort();
  const onKey = (key: Buffer) => {
    // In raw mode Ctrl-C is a key like any other.
    if (key.includes('q') || key.includes('\x03')) end();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  const isRaw = stdin.isTTY === true;
  if (isRaw) stdin.setRawMode(true).on('data', onKey);
  stdout.write(enter);
  try {
    for (let earlier: TopAnswer | null = null; !ended.signal.aborted; ) {
      const later = await look();
      stdout.write(frame(topLines(compare(earlier, later), stdout.rows)));
      earlier = later;
      await setTimeout(refreshMs, undefined, { signal: ended.signal }).catch(() => {});
    }
  } finally {
    stdout.write(leave);
    if (isRaw) stdin.setRawMode(false).off('data', onKey).pause();
  }
}

function frame(lines: readonly string[]): string {
  const { rows, columns } = process.stdout;
  const shown = lines.slice(0, rows - 1).map((line) => visible(line).slice(0, columns) + clearRestOfLine);
  return toTop + shown.join('\r\n') + clearBelow;
}
