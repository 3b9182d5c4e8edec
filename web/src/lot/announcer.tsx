import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PublicEvent } from '../../../schema/auction/public.ts';
import { remainingMsOf } from '../clock/remaining.ts';
import { serverClock } from '../connection/room.ts';
import { t } from '../words/language.ts';
import { won } from '../words/spoken.ts';
import { announcementOf, milestoneWords, passedMilestoneMs } from './announcements.ts';
import type { LotRoom } from './lot-room.ts';

/** Bursts are gathered this long, so that a listener hears where things stand and not a list. */
const gatherMs = 1_200;
const lookEveryMs = 250;

/** Tells people who listen of the price and the time, politely and only when it matters. */
export function Announcer({ room }: { readonly room: LotRoom }) {
  const said = useSignal('');

  useEffect(() => {
    let gathered: PublicEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      timer = undefined;
      const view = room.view.peek();
      if (view === null) return;
      const text = announcementOf(t.peek(), won, gathered, view.state, room.standing.peek());
      gathered = [];
      if (text !== '') said.value = text;
    };
    const end = room.onEvent((event) => {
      gathered.push(event);
      timer ??= setTimeout(say, gatherMs);
    });
    let beforeMs = Number.NEGATIVE_INFINITY;
    const looking = setInterval(() => {
      const state = room.view.peek()?.state;
      if (state?.phase !== 'live' || state.paused !== null) return;
      const leftMs = remainingMsOf(state, serverClock.nowMs()) ?? 0;
      const milestoneMs = passedMilestoneMs(beforeMs, leftMs);
      beforeMs = leftMs;
      if (milestoneMs !== null) said.value = milestoneWords(t.peek(), milestoneMs);
    }, lookEveryMs);
    return () => {
      end();
      clearTimeout(timer);
      clearInterval(looking);
    };
  }, [room, said]);

  return (
    <p class="unseen" aria-live="polite" data-testid="announcer">
      {said}
    </p>
  );
}
