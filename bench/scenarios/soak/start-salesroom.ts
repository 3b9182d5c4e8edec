import { methodsOf } from '../../calls/ask.ts';
import type { Children } from '../../servers/children.ts';
import type { SalesroomApi } from './messages.ts';

/** The salesroom in a process of its own, called like an object here. */
export interface SalesroomProcess extends SalesroomApi {
  readonly pid: number;
}

/** Starts the process; what it is asked fails when it ends. */
export function startSalesroom(children: Children): SalesroomProcess {
  const child = children.fork('The salesroom', new URL('./salesroom.worker.ts', import.meta.url));
  const method = methodsOf<SalesroomApi>(child, 'the salesroom');
  return {
    pid: child.pid as number,
    open: method('open'),
    look: method('look'),
    close: method('close'),
  };
}
