import { methodsOf } from '../../calls/ask.ts';
import type { Children } from '../../servers/children.ts';
import type { ChatApi } from './chat-api.ts';

/** Speakers and listeners in a process of their own, called like an object here. */
export interface ChatCrowd extends ChatApi {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts it. What it is asked fails when its process ends. */
export function startChatCrowd(children: Children): ChatCrowd {
  const child = children.fork('The chat crowd', new URL('./chat.worker.ts', import.meta.url));
  const method = methodsOf<ChatApi>(child, 'the chat crowd');
  return {
    pid: child.pid as number,
    stop: () => children.stop(child),
    enter: method('enter'),
    flood: method('flood'),
    proof: method('proof'),
    delivered: method('delivered'),
    leave: method('leave'),
  };
}
