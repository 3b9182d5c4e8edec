import { methodsOf } from '../../calls/ask.ts';
import type { Children } from '../../servers/children.ts';
import type { ViewersApi } from './messages.ts';

/** Viewers of live video in a process of their own, who receive and decrypt but never decode. */
export interface Viewers extends ViewersApi {
  readonly pid: number;
}

/** Starts the process, with nobody in it yet. */
export function startViewers(children: Children): Viewers {
  const child = children.fork('The viewers', new URL('./viewers.worker.ts', import.meta.url));
  const method = methodsOf<ViewersApi>(child, 'the viewers');
  return { pid: child.pid as number, join: method('join'), reception: method('reception') };
}
