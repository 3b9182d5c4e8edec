import { useState } from 'preact/hooks';
import { type Code, refusalOf } from './request.ts';

/** Something that a press sets off: whether it is under way, and why the last one was refused. */
interface Doing {
  readonly isBusy: boolean;
  readonly fault: Code | null;
  /** Does it; true if it was done. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly forget: () => void;
}

/** Follows what a press sets off, for its button and its refusal. */
export function useDoing(): Doing {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Code | null>(null);
  return {
    isBusy,
    fault,
    run: async (work) => {
      setBusy(true);
      setFault(null);
      const refusal = await refusalOf(work()).finally(() => setBusy(false));
      setFault(refusal?.code ?? null);
      return refusal === null;
    },
    forget: () => setFault(null),
  };
}
