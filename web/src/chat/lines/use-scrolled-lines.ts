import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { hasOlder } from '../room/chat-log.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import type { Talk } from '../room/talk.ts';
import type { ChatLine } from './chat-lines.ts';
import { isAtEnd, placeIn, restore } from './kept-place.ts';
import { around, atEnd, earlier, held, type LineWindow, later, shownOf } from './line-window.ts';

/** So near to an edge, more is shown. */
const nearPx = 300;
/** Pages that are read at most to come to a message. */
const mostPages = 12;
const flashMs = 1_600;

interface ScrolledLines {
  /** What scrolls, and all that is in it. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly window: ReadonlySignal<LineWindow>;
  readonly onScroll: () => void;
}

/** Scrolling through a list that grows at both ends: the end is followed, every other place is kept. */
export function useScrolledLines(
  chat: ChatRoom,
  lines: ReadonlySignal<readonly ChatLine[]>,
  talk: Talk,
): ScrolledLines {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const place = useRef<ReturnType<typeof placeIn>>(null);
  const window = useSignal<LineWindow>(atEnd);

  const follow = () => {
    window.value = atEnd;
    chat.isReadingBack.value = false;
  };
  const onScroll = () => {
    const element = box.current;
    if (element === null || element.clientHeight === 0) return;
    const all = lines.peek();
    const { start, end } = shownOf(all, window.peek());
    place.current = placeIn(element);
    if (isAtEnd(element)) {
      if (end === all.length) follow();
      else window.value = later(window.peek(), all);
      return;
    }
    window.value = held(window.peek(), all);
    chat.isReadingBack.value = true;
    if (element.scrollTop < nearPx) {
      if (start > 0) window.value = earlier(window.peek(), all);
      else void chat.loadOlder();
    }
    const belowPx = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (belowPx < nearPx && end < all.length) window.value = later(window.peek(), all);
  };

  // After every render: whatever has come above or below, who reads is not moved.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (window.peek().last === null) element.scrollTop = element.scrollHeight;
    else if (place.current !== null) restore(element, place.current);
    place.current = placeIn(element);
  });
  // Neither when the box becomes smaller for a keyboard, nor when a line unfolds.
  useEffect(() => {
    const element = box.current;
    if (element === null || content.current === null) return;
    const observer = new ResizeObserver(() => {
      if (window.peek().last === null) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [window]);

  useSignalEffect(() => {
    const to = talk.jumpTo.value;
    if (to === null) return;
    talk.jumpTo.value = null;
    if (to === 'end') follow();
    else void showMessage(to);
  });
  const showMessage = async (seq: number) => {
    chat.isReadingBack.value = true;
    for (let pages = 0; pages < mostPages; pages++) {
      const log = chat.log.peek();
      if (log === null || log.from <= seq || !hasOlder(log)) break;
      await chat.loadOlder();
      await nextFrame();
    }
    const key = `m${seq}`;
    if (!lines.peek().some((line) => line.key === key)) return;
    window.value = around(key, lines.peek());
    await nextFrame();
    const element = box.current;
    const line = element?.querySelector<HTMLElement>(`[data-key="${key}"]`);
    if (!element || !line) return;
    element.scrollTop = line.offsetTop - (element.clientHeight - line.offsetHeight) / 2;
    place.current = placeIn(element);
    line.dataset.flash = '';
    setTimeout(() => delete line.dataset.flash, flashMs);
  };

  return { box, content, window, onScroll };
}

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
