import type { SignInWays } from '../../../schema/http.ts';
import { signInPath } from '../api/people.ts';
import { t } from '../words/language.ts';
import { brandMark } from './brand-mark.ts';
import { depart } from './departure.ts';
import './provider-button.css';

type Provider = SignInWays['providers'][number];

/** Where the browser is, to come back to. */
const here = () => window.location.pathname + window.location.search;

/** Leaves for a provider, and comes back to the same place with the bid still typed. Looks as its brand asks for. */
export function ProviderButton({ provider: { id, name } }: { readonly provider: Provider }) {
  const words = t.value.session.with;
  const mark = brandMark(id);
  return (
    <a
      class="provider"
      data-provider={id}
      data-testid={`sign-in-${id}`}
      href={signInPath(id, here())}
      onClick={depart}
    >
      {mark && <img src={mark} alt="" />}
      <span>{id === 'oidc' ? words.oidc(name) : words[id]}</span>
    </a>
  );
}
