import { type ReadonlySignal, signal } from '@preact/signals';
import { Refusal } from '../api/request.ts';
import { serverClock } from '../connection/room.ts';
import { ensureSignedIn } from '../session/person.ts';
import { t } from '../words/language.ts';
import { type CheckedDraft, checkDraft, type Draft, type FaultPlace, isFaulty, placeOf } from './draft.ts';

/** The form of a lot: what is typed, what is wrong with it, and its way to the server. */
export interface SellForm {
  readonly draft: ReadonlySignal<Draft>;
  readonly isSaving: ReadonlySignal<boolean>;
  /** Something wrong that belongs to no field. */
  readonly problem: ReadonlySignal<string | null>;
  change(differences: Partial<Draft>): void;
  faultAt(place: FaultPlace): string | null;
  submit(): Promise<void>;
}

/** Makes a form; `send` is called with what passed the check. */
export function openSellForm(
  first: Draft,
  send: (checked: CheckedDraft, draft: Draft) => Promise<void>,
): SellForm {
  const draft = signal(first);
  const faults = signal<ReadonlyMap<FaultPlace, string>>(new Map());
  const isSaving = signal(false);
  const problem = signal<string | null>(null);
  const wasTried = signal(false);

  const check = () => {
    const checked = checkDraft(draft.value, serverClock.nowMs());
    const words = t.peek().sell.errors;
    faults.value = isFaulty(checked)
      ? new Map([...checked].map(([place, fault]) => [place, fault(words)]))
      : new Map();
    return checked;
  };
  const refused = (refusal: Refusal) => {
    const told = new Map<FaultPlace, string>();
    for (const { path, message } of refusal.fields) {
      const place = placeOf(path);
      if (place !== null) told.set(place, message);
    }
    faults.value = told;
    problem.value = t.peek().codes[refusal.code];
  };

  return {
    draft,
    isSaving,
    problem,
    change: (differences) => {
      draft.value = { ...draft.value, ...differences };
      problem.value = null;
      // Nobody is scolded while typing for the first time, and everybody sees at once that it is right now.
      if (wasTried.value) check();
    },
    faultAt: (place) => faults.value.get(place) ?? null,
    submit: async () => {
      wasTried.value = true;
      const checked = check();
      if (isFaulty(checked)) {
        problem.value = t.peek().sell.problems;
        return;
      }
      if (!(await ensureSignedIn())) return;
      isSaving.value = true;
      try {
        await send(checked, draft.value);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused(error);
      } finally {
        isSaving.value = false;
      }
    },
  };
}
