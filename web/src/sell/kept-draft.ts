import { keep, takeKept } from '../session/kept.ts';
import { type Draft, emptyDraft } from './draft.ts';

const key = 'lotcast.draft';

/** Keeps a draft over leaving the page to sign in. */
export const keepDraft = (draft: Draft): void => keep(key, draft);

/** The draft that was kept, or the empty one. What another version of this page has kept may lack fields. */
export function takeDraft(): Draft {
  const kept = takeKept(key);
  const known = Object.entries(emptyDraft).map(([field, empty]) => [
    field,
    typeof kept[field] === typeof empty ? kept[field] : empty,
  ]);
  return Object.fromEntries(known) as Draft;
}
