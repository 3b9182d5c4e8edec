import { setPriority } from 'node:os';
import { methodsOf } from '../../calls/ask.ts';
import type { Children } from '../../servers/children.ts';
import type { ChatApi } from './chat-api.ts';

/** A tenth of the weight that others have. */
const giveWayNice = 10;

/** Speakers and listeners in a process of their own, called like an object here. */
export interface ChatCrowd extends ChatApi {
  /** Lets everything else on the machine go first from now on. */
  giveWay(): void;
  stop(): Promise<void>;
}

/** Starts it. What it is asked fails when its process ends. */
export function startChatCrowd(children: Children): ChatCrowd {
  const child = children.fork('The chat crowd', new URL('./chat.worker.ts', import.meta.url));
  const method = methodsOf<ChatApi>(child, 'the chat crowd');
  return {
    giveWay: () => setPriority(child.pid as number, giveWayNice),
    stop: () => children.stop(child),
    enter: method('enter'),
    flood: method('flood'),
    proof: method('proof'),
    delivered: method('delivered'),
    leave: method('leave'),
  };
}
