import type { Person } from '../../../schema/http.ts';
import { getSignInWays } from '../api/people.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Announcement } from '../page/announcement.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { ensureSignedIn, person, signOut } from '../session/person.ts';
import { ProviderButton } from '../session/provider-button.tsx';
import { t } from '../words/language.ts';
import { DataBlock } from './data-block.tsx';
import { NameForm, ProfileBlock } from './profile-block.tsx';
import { SessionsBlock } from './sessions-block.tsx';
import { WaysBlock } from './ways-block.tsx';
import './account.css';

/** What somebody has here: how others see them, how they come in, where they are signed in, and their data. */
export function AccountPage() {
  const words = t.value.account;
  const who = person.value;
  if (who === undefined) return <p class="waiting">{t.value.page.loading}</p>;
  if (who === null) {
    return (
      <Announcement title={words.title} text={words.signInFirst}>
        <button type="button" class="button lit" onClick={() => void ensureSignedIn()}>
          {t.value.page.signIn}
        </button>
      </Announcement>
    );
  }
  return (
    <div class="account" data-testid="account" data-kind={who.kind}>
      <div class="account-head">
        <PageTitle class="account-title" title={words.title} />
        <button type="button" class="button" onClick={() => void signOut()}>
          {t.value.page.signOut}
        </button>
      </div>
      {who.kind === 'guest' ? <GuestBlocks guest={who} /> : <UserBlocks key={who.id} user={who} />}
    </div>
  );
}

function UserBlocks({ user }: { readonly user: Person }) {
  return (
    <>
      <ProfileBlock user={user} />
      <WaysBlock />
      <SessionsBlock />
      <DataBlock who={user} />
    </>
  );
}

/** A guest has a name, a session and what was done with them, and is invited to have more. */
function GuestBlocks({ guest }: { readonly guest: Person }) {
  const words = t.value.account;
  const { answer: ways } = useAnswer(getSignInWays);
  const providers = ways?.providers ?? [];
  return (
    <>
      <section class="block">
        <h2>{words.guestTitle}</h2>
        <p class="hint">
          {words.guestText} {providers.length > 0 && words.guestInvitation}
        </p>
        <div class="providers account-providers">
          {providers.map((provider) => (
            <ProviderButton key={provider.id} provider={provider} />
          ))}
        </div>
        <NameForm key={guest.name} who={guest} />
      </section>
      <SessionsBlock />
      <DataBlock who={guest} />
    </>
  );
}
