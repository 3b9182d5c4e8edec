import { computed, effect, signal } from '@preact/signals';
import { en, type Words } from './en.ts';
import { ko } from './ko.ts';

/** The languages of the page. */
export type Language = 'en' | 'ko';

const key = 'lotcast.language';
const words: Readonly<Record<Language, Words>> = { en, ko };

function firstLanguage(): Language {
  const chosen = localStorage.getItem(key);
  if (chosen === 'en' || chosen === 'ko') return chosen;
  return navigator.languages
    .find((tag) => /^(ko|en)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('ko')
    ? 'ko'
    : 'en';
}

/** Whether somebody has chosen a language in this browser. */
export const hasChosenLanguage = (): boolean => localStorage.getItem(key) !== null;

/** The language that the page speaks: chosen once, otherwise the browser's. */
export const language = signal<Language>(firstLanguage());

/** All words in the current language. */
export const t = computed(() => words[language.value]);

/** Changes the language and remembers it. */
export function speak(next: Language): void {
  language.value = next;
  localStorage.setItem(key, next);
}

effect(() => {
  document.documentElement.lang = language.value;
});
