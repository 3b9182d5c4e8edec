import { followPerson } from '../../api/chat.ts';
import { getSignInWays } from '../../api/people.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useDoing } from '../../api/use-doing.ts';
import { askForAccount, ensureSignedIn } from '../../session/person.ts';
import { t } from '../../words/language.ts';
import { dateAndTime } from '../../words/spoken.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { refusalWords } from './refusal-words.ts';
import type { Speaking } from './speaking.ts';

interface SilenceNoteProps {
  readonly chat: ChatRoom;
  readonly speaking: Speaking;
  readonly sellerId: number;
}

/** Why one can't speak here, and what would help. */
export function SilenceNote({ chat, speaking, sellerId }: SilenceNoteProps) {
  const words = t.value.chat;
  switch (speaking.kind) {
    case 'may':
      return null;
    case 'signIn':
      return (
        <p class="chat-silence" data-testid="chat-silence" data-why={speaking.kind}>
          {words.signIn}
          <SignInButton onPress={() => void ensureSignedIn()} />
        </p>
      );
    case 'account':
      return <AccountNeeded />;
    case 'follow':
      return <FollowNeeded chat={chat} sellerId={sellerId} />;
    case 'muted':
      return (
        <p class="chat-silence" data-testid="chat-silence" data-why={speaking.kind}>
          {speaking.until === null
            ? words.mutedForGood(speaking.reason)
            : words.mutedUntil(dateAndTime(speaking.until), speaking.reason)}
        </p>
      );
  }
}

function SignInButton({ onPress }: { readonly onPress: () => void }) {
  return (
    <button type="button" class="button" data-testid="chat-sign-in" onClick={onPress}>
      {t.value.page.signIn}
    </button>
  );
}

/** A guest is invited to sign in only where there is a way to. */
function AccountNeeded() {
  const { answer: ways } = useAnswer(getSignInWays);
  return (
    <p class="chat-silence" data-testid="chat-silence" data-why="account">
      {t.value.chat.account}
      {ways !== null && ways.providers.length > 0 && <SignInButton onPress={askForAccount} />}
    </p>
  );
}

function FollowNeeded({ chat, sellerId }: Pick<SilenceNoteProps, 'chat' | 'sellerId'>) {
  const words = t.value.chat;
  const following = useDoing();
  const follow = async () => {
    if (await following.run(() => followPerson(sellerId, true))) await chat.loadMine();
  };
  return (
    <p class="chat-silence" data-testid="chat-silence" data-why="follow">
      {following.fault === null ? words.follow : refusalWords(following.fault)}
      <button
        type="button"
        class="button"
        data-testid="chat-follow"
        disabled={following.isBusy}
        onClick={() => void follow()}
      >
        {words.followSeller}
      </button>
    </p>
  );
}
