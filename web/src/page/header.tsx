import { ConnectionBadge } from '../connection/connection-badge.tsx';
import { route } from '../routing/location.ts';
import { paths } from '../routing/routes.ts';
import { language, speak, t } from '../words/language.ts';
import { Who } from './who.tsx';
import './header.css';

/** The quiet line on top: where one can go, the connection, the language, and who one is. */
export function Header() {
  const words = t.value.page;
  const { page } = route.value;
  const links = [
    { href: paths.lobby, word: words.lots, isHere: page === 'lobby' },
    { href: paths.results, word: words.results, isHere: page === 'results' },
    { href: paths.sell, word: words.sell, isHere: page === 'sell' },
  ];
  return (
    <header class="header">
      <a class="header-skip" href="#content">
        {words.skip}
      </a>
      <a class="header-name" href={paths.lobby}>
        {words.name}
      </a>
      <nav aria-label={words.navigation}>
        {links.map(({ href, word, isHere }) => (
          <a key={href} href={href} aria-current={isHere ? 'page' : undefined}>
            {word}
          </a>
        ))}
      </nav>
      <div class="header-end">
        <ConnectionBadge />
        <button
          type="button"
          class="button plain"
          data-testid="language"
          lang={language.value === 'ko' ? 'en' : 'ko'}
          aria-label={words.otherLanguageLabel}
          onClick={() => speak(language.value === 'ko' ? 'en' : 'ko')}
        >
          {words.otherLanguage}
        </button>
        <Who />
      </div>
    </header>
  );
}
