import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../../look/icon.tsx';
import { wantsLessMotion } from '../../look/motion.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { reactionIcons } from './reaction-icons.ts';
import { type Counts, type Float, reactionRow, sumOf, withCounts } from './reactions.ts';

/** Ids of one burst never reach those of the next. */
const idsPerBurst = 1_000;
/** What is counted instead goes when nobody has reacted for so long. */
const countedMs = 4_000;

/** Reactions that rise over the picture; counted instead where less motion is wished for. */
export function Floats({ chat }: { readonly chat: ChatRoom }) {
  return wantsLessMotion.value ? <Counted chat={chat} /> : <Rising chat={chat} />;
}

function Rising({ chat }: { readonly chat: ChatRoom }) {
  const floats = useSignal<readonly Float[]>([]);
  useEffect(() => {
    let nextId = 0;
    return chat.onReactions((counts) => {
      // Where nobody looks nothing rises, and would all start at once later.
      if (document.hidden) return;
      floats.value = withCounts(floats.peek(), counts, nextId, Math.random);
      nextId += idsPerBurst;
    });
  }, [chat, floats]);
  return (
    <div class="floats" data-testid="floats" data-count={floats.value.length}>
      {floats.value.map(({ id, kind, across, delayMs }) => (
        <span
          key={id}
          class="float"
          data-kind={kind}
          style={{ '--across': String(across), 'animation-delay': `${delayMs}ms` }}
          onAnimationEnd={() => {
            floats.value = floats.peek().filter((one) => one.id !== id);
          }}
        >
          <Icon of={reactionIcons[kind]} />
        </span>
      ))}
    </div>
  );
}

function Counted({ chat }: { readonly chat: ChatRoom }) {
  const counts = useSignal<Counts>({});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = chat.onReactions((more) => {
      counts.value = sumOf(counts.peek(), more);
      clearTimeout(timer);
      timer = setTimeout(() => {
        counts.value = {};
      }, countedMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [chat, counts]);
  const counted = reactionRow.filter((kind) => (counts.value[kind] ?? 0) > 0);
  return (
    <p class="reaction-counts figures" data-testid="reaction-counts">
      {counted.map((kind) => (
        <span key={kind} data-kind={kind}>
          <Icon of={reactionIcons[kind]} />
          {counts.value[kind]}
        </span>
      ))}
    </p>
  );
}
