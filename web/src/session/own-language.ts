import { effect } from '@preact/signals';
import { readMe } from '../api/people.ts';
import { hasChosenLanguage, speak } from '../words/language.ts';
import { person } from './person.ts';

/** Has a browser in which nobody has chosen a language speak the one that its person has chosen elsewhere. */
export function followOwnLanguage(): void {
  effect(() => {
    if (person.value?.kind !== 'user' || hasChosenLanguage()) return;
    readMe().then(
      ({ language }) => {
        if (language !== null && !hasChosenLanguage()) speak(language);
      },
      // The browser's own language is good enough, then.
      () => {},
    );
  });
}
