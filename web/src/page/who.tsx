import { useEffect, useRef } from 'preact/hooks';
import { paths } from '../routing/routes.ts';
import { Avatar } from '../session/avatar.tsx';
import { ensureSignedIn, person, signOut } from '../session/person.ts';
import { t } from '../words/language.ts';
import './who.css';

/** Who one is, with a menu for what is one's own; or the way in. */
export function Who() {
  const words = t.value.page;
  const menu = useRef<HTMLDetailsElement>(null);
  const who = person.value;
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  useEffect(() => {
    const onPress = ({ target }: Event) => {
      if (!(target instanceof Node && menu.current?.contains(target))) close();
    };
    document.addEventListener('pointerdown', onPress);
    document.addEventListener('focusin', onPress);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      document.removeEventListener('focusin', onPress);
    };
  }, []);

  if (!who) {
    return (
      <button
        type="button"
        class="button plain"
        data-testid="sign-in"
        onClick={() => void ensureSignedIn()}
        disabled={who === undefined}
      >
        {words.signIn}
      </button>
    );
  }
  return (
    <details
      ref={menu}
      class="who"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return;
        close();
        menu.current.querySelector('summary')?.focus();
      }}
    >
      <summary data-testid="person" aria-label={words.signedInAs(who.name)}>
        <Avatar of={who} />
        <span class="who-name">{who.name}</span>
      </summary>
      <div class="who-menu">
        <a href={paths.account} data-testid="to-account" onClick={close}>
          {words.account}
        </a>
        {who.role === 'admin' && (
          <a href={paths.admin} data-testid="to-admin" onClick={close}>
            {words.admin}
          </a>
        )}
        <button type="button" data-testid="sign-out" onClick={() => void signOut()}>
          {words.signOut}
        </button>
      </div>
    </details>
  );
}
