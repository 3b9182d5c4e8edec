import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Code, Refusal } from './request.ts';

/** One page of a list, and where the next one begins. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: number | null;
}

/** A list that is shown page by page; null until the first is there. */
interface Pages<Item> {
  readonly items: readonly Item[] | null;
  readonly hasMore: boolean;
  readonly fault: Code | null;
  readonly more: () => void;
}

/** Asks for the first page once the view is there, and when `load` is another; for the others when they are wanted. */
export function usePages<Item>(load: (cursor: number | null) => Promise<Page<Item>>): Pages<Item> {
  const [items, setItems] = useState<readonly Item[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [fault, setFault] = useState<Code | null>(null);
  const list = useRef(0);
  const ask = useCallback(
    (cursor: number | null) => {
      const ofList = cursor === null ? ++list.current : list.current;
      load(cursor).then(
        (page) => {
          if (ofList !== list.current) return;
          setItems((before) => (cursor === null ? page.items : [...(before ?? []), ...page.items]));
          setNext(page.next);
          setFault(null);
        },
        (error) => {
          if (!(error instanceof Refusal)) throw error;
          if (ofList === list.current) setFault(error.code);
        },
      );
    },
    [load],
  );
  useEffect(() => {
    ask(null);
    return () => {
      list.current++;
    };
  }, [ask]);
  return { items, hasMore: next !== null, fault, more: () => ask(next) };
}
