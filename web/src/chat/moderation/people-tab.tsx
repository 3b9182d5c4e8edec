import { useCallback } from 'preact/hooks';
import { appointModerator, listSanctions, unmutePerson } from '../../api/chat.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useDoing } from '../../api/use-doing.ts';
import { t } from '../../words/language.ts';
import { dateAndTime } from '../../words/spoken.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { LoadedList } from './loaded-list.tsx';

/** Who may not speak, and who moderates. */
export function PeopleTab({ chat }: { readonly chat: ChatRoom }) {
  const words = t.value.chat;
  const load = useCallback(() => listSanctions(chat.lotId), [chat]);
  const { answer, fault, ask } = useAnswer(load);
  const doing = useDoing();
  const unmute = async (person: number) => {
    await doing.run(() => unmutePerson(chat.lotId, person));
    ask();
  };
  return (
    <>
      <LoadedList items={answer?.people ?? null} fault={doing.fault ?? fault} none={words.room.peopleNone}>
        {({ person, name, until, reason }) => (
          <li key={person} data-testid="sanction">
            <p>
              <bdi class="chat-name">{name}</bdi>{' '}
              {until === null ? words.room.forGood : words.room.until(dateAndTime(until))}
            </p>
            <p class="hint">{reason}</p>
            <span class="moderation-buttons">
              <button
                type="button"
                class="button"
                data-testid="sanction-lift"
                disabled={doing.isBusy}
                onClick={() => void unmute(person)}
              >
                {words.room.unmute}
              </button>
            </span>
          </li>
        )}
      </LoadedList>
      <h3>{words.room.moderators}</h3>
      <LoadedList items={chat.log.value?.moderators ?? null} fault={null} none={words.room.moderatorsNone}>
        {({ id, name }) => (
          <li key={id} data-testid="room-moderator">
            <p>
              <bdi class="chat-name">{name}</bdi>
            </p>
            {chat.mine.value?.isSeller && (
              <span class="moderation-buttons">
                <button
                  type="button"
                  class="button"
                  disabled={doing.isBusy}
                  onClick={() => void doing.run(() => appointModerator(chat.lotId, id, false))}
                >
                  {words.menu.dismissModerator}
                </button>
              </span>
            )}
          </li>
        )}
      </LoadedList>
    </>
  );
}
