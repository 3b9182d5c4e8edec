import { useSignal } from '@preact/signals';
import type { ChatMessage } from '../../../../schema/chat/public.ts';
import {
  appointModerator,
  clearPerson,
  deleteMessage,
  followPerson,
  mutePerson,
  pinMessage,
  reportMessage,
} from '../../api/chat.ts';
import { useDoing } from '../../api/use-doing.ts';
import { Sheet } from '../../look/sheet.tsx';
import { SureButton } from '../../look/sure-button.tsx';
import { ensureSignedIn, person } from '../../session/person.ts';
import { t } from '../../words/language.ts';
import { timeOfDay } from '../../words/spoken.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { replyWith, type Talk } from '../room/talk.ts';
import { refusalWords } from '../speaking/refusal-words.ts';
import { MuteSheet } from './mute-sheet.tsx';
import { ReportSheet } from './report-sheet.tsx';
import './moderation.css';

interface MessageMenuProps {
  readonly chat: ChatRoom;
  readonly talk: Talk;
  readonly message: ChatMessage;
  readonly sellerId: number;
}

/** What can be done with a message, by anybody and by who runs the room. */
export function MessageMenu({ chat, talk, message, sellerId }: MessageMenuProps) {
  const words = t.value.chat;
  const question = useSignal<'report' | 'mute' | null>(null);
  const isReported = useSignal(false);
  const doing = useDoing();
  const { lotId } = chat;
  const { by } = message;
  const mine = chat.mine.value;
  const isOwn = person.value?.id === by.id;
  const isNamed = chat.log.value?.moderators.some(({ id }) => id === by.id) ?? false;
  const isPinned = chat.log.value?.pinned?.seq === message.seq;
  const close = () => {
    talk.menuOf.value = null;
  };
  const run = async (work: () => Promise<unknown>) => {
    if (!(await ensureSignedIn())) return;
    if (await doing.run(work)) close();
  };
  const report = async (reason: string) => {
    if (!(await ensureSignedIn())) return;
    isReported.value = await doing.run(() => reportMessage(lotId, message.seq, reason));
    question.value = null;
  };
  const follow = (follows: boolean) =>
    run(async () => {
      await followPerson(sellerId, follows);
      await chat.loadMine();
    });

  if (question.value === 'report') {
    return <ReportSheet onReport={(reason) => void report(reason)} onClose={close} />;
  }
  if (question.value === 'mute') {
    return (
      <MuteSheet
        name={by.name}
        fault={doing.fault}
        onMute={(reason, forMs) => void run(() => mutePerson(lotId, by.id, reason, forMs))}
        onClose={close}
      />
    );
  }
  const item = (testId: string, label: string, onPress: () => void) => (
    <button type="button" class="button" data-testid={testId} disabled={doing.isBusy} onClick={onPress}>
      {label}
    </button>
  );
  return (
    <Sheet title={words.menu.title(by.name)} testId="chat-menu" onClose={close}>
      <blockquote class="chat-menu-text">
        <bdi>{message.text}</bdi> <time class="figures">{timeOfDay(message.at)}</time>
      </blockquote>
      <p class={doing.fault === null ? 'hint' : 'fault'} role="status">
        {doing.fault !== null ? refusalWords(doing.fault) : isReported.value && words.menu.reported}
      </p>
      <div class="chat-menu">
        {item('menu-reply', words.menu.reply, () => {
          close();
          // The sheet gives the focus back to where it was first.
          requestAnimationFrame(() => replyWith(talk, message));
        })}
        {item('menu-copy', words.menu.copy, () => {
          void navigator.clipboard?.writeText(message.text).catch(() => {});
          close();
        })}
        {!isOwn &&
          !isReported.value &&
          item('menu-report', words.menu.report, () => {
            question.value = 'report';
          })}
        {mine?.isSeller === false &&
          item(
            'menu-follow',
            mine.followsSeller ? words.unfollowSeller : words.followSeller,
            () => void follow(!mine.followsSeller),
          )}
        {chat.moderates.value && (
          <>
            {item(
              'menu-pin',
              isPinned ? words.menu.unpin : words.menu.pin,
              () => void run(() => pinMessage(lotId, isPinned ? null : message.seq)),
            )}
            {item('menu-delete', words.menu.delete, () => void run(() => deleteMessage(lotId, message.seq)))}
            {by.id !== sellerId && (
              <SureButton
                testId="menu-clear"
                label={words.menu.clear}
                sure={words.menu.clearSure}
                isDisabled={doing.isBusy}
                onPress={() => void run(() => clearPerson(lotId, by.id))}
              />
            )}
            {!isOwn &&
              by.id !== sellerId &&
              item('menu-mute', words.menu.mute, () => {
                question.value = 'mute';
              })}
          </>
        )}
        {mine?.isSeller === true &&
          !isOwn &&
          item(
            'menu-appoint',
            isNamed ? words.menu.dismissModerator : words.menu.appoint,
            () => void run(() => appointModerator(lotId, by.id, !isNamed)),
          )}
      </div>
      <div class="sheet-buttons">
        <button type="button" class="button" data-testid="menu-close" onClick={close}>
          {t.value.page.close}
        </button>
      </div>
    </Sheet>
  );
}
