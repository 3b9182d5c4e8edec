import { KeyRound } from 'lucide';
import type { SignInWays } from '../../../schema/http.ts';
import { getSignInWays, listIdentities, signInPath, unlinkIdentity } from '../api/people.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useDoing } from '../api/use-doing.ts';
import { Icon } from '../look/icon.tsx';
import { paths } from '../routing/routes.ts';
import { brandMark } from '../session/brand-mark.ts';
import { t } from '../words/language.ts';
import { dateAndTime } from '../words/spoken.ts';

type Provider = SignInWays['providers'][number];

/** Providers that one signs in with, and those that could be linked. */
export function WaysBlock() {
  const words = t.value.account;
  const { answer: ways } = useAnswer(getSignInWays);
  const { answer, fault: notLoaded, ask } = useAnswer(listIdentities);
  const doing = useDoing();
  const linked = answer?.identities ?? [];
  const others = (ways?.providers ?? []).filter(({ id }) => linked.every(({ provider }) => provider !== id));
  const unlink = async (provider: string) => {
    if (await doing.run(() => unlinkIdentity(provider))) ask();
  };
  const fault = doing.fault ?? notLoaded;
  return (
    <section class="block" data-testid="ways">
      <h2>{words.ways}</h2>
      <p class="hint">{words.waysText}</p>
      <ul class="account-list">
        {linked.map(({ provider, name, usedAt }) => (
          <li key={provider} data-testid="way" data-provider={provider} data-linked="">
            <Mark provider={provider} />
            <p>
              <strong>{nameOf({ id: provider, name })}</strong>
              <span class="label">{words.wayUsed(dateAndTime(usedAt))}</span>
            </p>
            {linked.length > 1 && (
              <button
                type="button"
                class="button"
                data-testid={`unlink-${provider}`}
                aria-label={words.unlink(nameOf({ id: provider, name }))}
                disabled={doing.isBusy}
                onClick={() => void unlink(provider)}
              >
                {words.unlinkShort}
              </button>
            )}
          </li>
        ))}
        {answer !== null &&
          others.map((provider) => (
            <li key={provider.id} data-testid="way" data-provider={provider.id}>
              <Mark provider={provider.id} />
              <p>
                <strong>{nameOf(provider)}</strong>
                <span class="label">{words.wayNone}</span>
              </p>
              <a
                class="button"
                data-testid={`link-${provider.id}`}
                aria-label={words.link(nameOf(provider))}
                href={signInPath(provider.id, paths.account, true)}
              >
                {words.linkShort}
              </a>
            </li>
          ))}
      </ul>
      {linked.length === 1 && <p class="hint">{words.onlyWay}</p>}
      <p class="fault" role="status">
        {fault !== null && t.value.codes[fault]}
      </p>
    </section>
  );
}

function Mark({ provider }: { readonly provider: string }) {
  const mark = brandMark(provider);
  return (
    <span class="account-mark" data-provider={provider}>
      {mark === null ? <Icon of={KeyRound} /> : <img src={mark} alt="" />}
    </span>
  );
}

const nameOf = ({ id, name }: Provider): string => (id === 'oidc' ? name : t.value.session.providers[id]);
