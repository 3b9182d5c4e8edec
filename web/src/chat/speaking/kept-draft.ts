import { effect, type Signal, signal } from '@preact/signals';

const keyOf = (lotId: string) => `lotcast.chat.${lotId}`;

/** What is being typed in each lot on this page: the same wherever it is shown. */
const drafts = new Map<string, Signal<string>>();

/** What is being typed in a lot's room. It outlives a reload, and signing in with a provider, in this tab. */
export function draftOf(lotId: string): Signal<string> {
  const known = drafts.get(lotId);
  if (known) return known;
  const draft = signal(stored(lotId));
  drafts.set(lotId, draft);
  effect(() => store(lotId, draft.value));
  return draft;
}

function stored(lotId: string): string {
  try {
    return sessionStorage.getItem(keyOf(lotId)) ?? '';
  } catch {
    return '';
  }
}

function store(lotId: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(keyOf(lotId));
    else sessionStorage.setItem(keyOf(lotId), text);
  } catch {
    // Without a store it has to be typed again.
  }
}
