import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Code, Refusal } from './request.ts';

/** An answer that a view shows, null until it is there, and why the last question for it failed. `ask` asks anew. */
interface Answered<Answer> {
  readonly answer: Answer | null;
  readonly fault: Code | null;
  readonly ask: () => void;
}

/** Asks once the view is there, and again when `load` is another; only the last question's answer is taken. */
export function useAnswer<Answer>(load: () => Promise<Answer>): Answered<Answer> {
  const [state, setState] = useState<{ answer: Answer | null; fault: Code | null }>({
    answer: null,
    fault: null,
  });
  const last = useRef(0);
  const ask = useCallback(() => {
    const question = ++last.current;
    load().then(
      (answer) => {
        if (question === last.current) setState({ answer, fault: null });
      },
      (error) => {
        if (!(error instanceof Refusal)) throw error;
        if (question === last.current) setState((before) => ({ answer: before.answer, fault: error.code }));
      },
    );
  }, [load]);
  useEffect(() => {
    ask();
    return () => {
      last.current++;
    };
  }, [ask]);
  return { ...state, ask };
}
