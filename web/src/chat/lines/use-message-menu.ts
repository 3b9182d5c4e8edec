import { useEffect, useRef } from 'preact/hooks';
import { messageOf } from '../room/chat-log.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { replyWith, type Talk } from '../room/talk.ts';

const longPressMs = 500;
const movedPx = 10;

/** Handlers of the list for its messages: a long press or a right click opens the menu, a tap answers, arrows move on. */
export function useMessageMenu(chat: ChatRoom, talk: Talk) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const wasLong = useRef(false);
  const endPress = () => {
    if (press.current !== null) clearTimeout(press.current.timer);
    press.current = null;
  };
  useEffect(() => endPress, []);

  const messageAt = (target: EventTarget | null) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
    return row && messageOf(chat.log.peek()?.messages ?? [], Number(row.dataset.seq));
  };
  const open = (target: EventTarget | null): boolean => {
    const message = messageAt(target);
    if (message) talk.menuOf.value = message;
    return message !== null;
  };
  const isControl = (target: EventTarget | null) =>
    target instanceof Element && target.closest('a, button') !== null;

  return {
    onContextMenu: (event: MouseEvent) => {
      // A link, and what was selected, have a menu of the browser's own.
      const isOwn = event.target instanceof Element && event.target.closest('a') === null;
      if (isOwn && document.getSelection()?.isCollapsed !== false && open(event.target))
        event.preventDefault();
    },
    onPointerDown: (event: PointerEvent) => {
      endPress();
      wasLong.current = false;
      if (event.pointerType !== 'touch' || isControl(event.target)) return;
      const { target } = event;
      const timer = setTimeout(() => {
        wasLong.current = open(target);
      }, longPressMs);
      press.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const at = press.current;
      if (at !== null && Math.hypot(clientX - at.x, clientY - at.y) > movedPx) endPress();
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onClick: (event: MouseEvent) => {
      const isTouch = (event as PointerEvent).pointerType === 'touch';
      if (!isTouch || wasLong.current || isControl(event.target)) return;
      const message = messageAt(event.target);
      if (message) replyWith(talk, message);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      if (step === 0 || !(event.target instanceof Element) || !event.target.matches('.chat-more')) return;
      const all = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('.chat-more')];
      all[all.indexOf(event.target as HTMLElement) + step]?.focus();
      event.preventDefault();
    },
  };
}
