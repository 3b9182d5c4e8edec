import { useCallback } from 'preact/hooks';
import { closeReport, deleteMessage, listReports } from '../../api/chat.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useDoing } from '../../api/use-doing.ts';
import { t } from '../../words/language.ts';
import { dateAndTime } from '../../words/spoken.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { LoadedList } from './loaded-list.tsx';

/** What people have reported, with the messages as they stand. */
export function ReportsTab({ chat }: { readonly chat: ChatRoom }) {
  const words = t.value.chat;
  const load = useCallback(() => listReports(chat.lotId), [chat]);
  const { answer, fault, ask } = useAnswer(load);
  const doing = useDoing();
  const run = async (work: () => Promise<unknown>) => {
    await doing.run(work);
    ask();
  };
  return (
    <LoadedList items={answer?.reports ?? null} fault={doing.fault ?? fault} none={words.room.reportsNone}>
      {({ id, at, by, reason, message }) => (
        <li key={id} data-testid="report">
          <p>
            <bdi class="chat-name">{message.by.name}</bdi>{' '}
            <bdi>{message.gone ? words.gone[message.gone](1) : message.text}</bdi>
          </p>
          <p class="hint">
            {words.room.reportedBy(by.name, reason)} <time class="figures">{dateAndTime(at)}</time>
          </p>
          <span class="moderation-buttons">
            {message.gone === undefined && (
              <button
                type="button"
                class="button"
                data-testid="report-delete"
                disabled={doing.isBusy}
                onClick={() =>
                  void run(async () => {
                    await deleteMessage(chat.lotId, message.seq);
                    await closeReport(chat.lotId, id);
                  })
                }
              >
                {words.menu.delete}
              </button>
            )}
            <button
              type="button"
              class="button"
              data-testid="report-close"
              disabled={doing.isBusy}
              onClick={() => void run(() => closeReport(chat.lotId, id))}
            >
              {words.room.closeReport}
            </button>
          </span>
        </li>
      )}
    </LoadedList>
  );
}
