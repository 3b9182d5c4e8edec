import { setTimeout } from 'node:timers/promises';
import type { RequestOf } from '../protocol.ts';
import type { Invocation } from './arguments.ts';
import { answers, answerTo } from './client.ts';
import { ConnectionError } from './failures.ts';
import { eventLine } from './format/event.ts';
import { visible, visibleJson } from './format/visible.ts';
import { actorLines, deadLines, replayedLines, revivedLines, shownLines } from './report.ts';
import { topLines } from './top/lines.ts';
import { showLive } from './top/live.ts';
import { compare } from './top/sample.ts';

/** Between the two looks that rates are taken from. */
const lookAgainMs = 1_000;
const hottestShown = 10;

/** Does what the command line asks, at the server on this socket. */
export async function run(path: string, { request, json, once }: Invocation): Promise<void> {
  const nowMs = Date.now();
  const print = <T>(answer: T, lines: (answer: T, nowMs: number) => string[]) =>
    write(json ? visibleJson(answer) : lines(answer, nowMs).map(visible).join('\n'));
  switch (request.request) {
    case 'top':
      if (process.stdout.isTTY && !json && !once) return showLive(() => answerTo(path, request));
      return print(await lookTwice(path, request), (sample) => topLines(sample, hottestShown));
    case 'actors':
      return print(await answerTo(path, request), actorLines);
    case 'show':
      return print(await answerTo(path, request), shownLines);
    case 'tail':
      return follow(path, request, json);
    case 'replay':
      return print(await answerTo(path, request), replayedLines);
    case 'dead':
      return print(await answerTo(path, request), deadLines);
    case 'revive':
      return print(await answerTo(path, request), revivedLines);
  }
}

async function lookTwice(path: string, request: RequestOf<'top'>) {
  const earlier = await answerTo(path, request);
  await setTimeout(lookAgainMs);
  return compare(earlier, await answerTo(path, request));
}

async function follow(path: string, request: RequestOf<'tail'>, json: boolean): Promise<void> {
  // Ctrl-C is how one ends it.
  process.once('SIGINT', () => process.exit(0));
  for await (const event of answers(path, request))
    write(json ? visibleJson(event) : visible(eventLine(event)));
  throw new ConnectionError('The server has ended.');
}

function write(text: string): void {
  process.stdout.write(`${text}\n`);
}
