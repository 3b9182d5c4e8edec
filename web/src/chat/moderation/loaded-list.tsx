import type { ComponentChildren } from 'preact';
import type { Code } from '../../api/request.ts';
import { t } from '../../words/language.ts';
import { refusalWords } from '../speaking/refusal-words.ts';

interface LoadedListProps<Item> {
  /** Null until they are there. */
  readonly items: readonly Item[] | null;
  readonly fault: Code | null;
  /** What is said when there are none. */
  readonly none: string;
  readonly children: (item: Item) => ComponentChildren;
}

/** A list that is asked for: it says that it is coming, why it can't be had, or that it is empty. */
export function LoadedList<Item>({ items, fault, none, children }: LoadedListProps<Item>) {
  return (
    <>
      {fault !== null && (
        <p class="fault" role="alert">
          {refusalWords(fault)}
        </p>
      )}
      {items === null ? (
        fault === null && <p class="hint">{t.value.page.loading}</p>
      ) : items.length === 0 ? (
        <p class="hint">{none}</p>
      ) : (
        <ul class="moderation-list">{items.map(children)}</ul>
      )}
    </>
  );
}
