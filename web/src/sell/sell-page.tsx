import { useEffect, useState } from 'preact/hooks';
import { commandLot, createLot } from '../api/lots.ts';
import { Choices } from '../look/choices.tsx';
import { go } from '../routing/location.ts';
import { paths } from '../routing/routes.ts';
import { onDeparture } from '../session/departure.ts';
import { t } from '../words/language.ts';
import type { CheckedDraft, Draft } from './draft.ts';
import { Field } from './field.tsx';
import { keepDraft, takeDraft } from './kept-draft.ts';
import { openSellForm } from './sell-form.ts';
import { SellFormView } from './sell-form-view.tsx';

async function list({ lot, startsAt }: CheckedDraft, { when }: Draft): Promise<void> {
  const listed = await createLot(lot);
  try {
    if (when === 'now') await commandLot(listed.id, 'open', {});
    if (startsAt !== null) await commandLot(listed.id, 'schedule', { startsAt });
  } finally {
    // The lot is listed, whatever became of its start; a second press must not list it again.
    go(paths.console(listed.id));
  }
}

/** Lists a lot: three blocks on one page, then start now, schedule, or keep it as a draft. */
export function SellPage() {
  const words = t.value.sell;
  const [form] = useState(() => openSellForm(takeDraft(), list));
  useEffect(() => onDeparture(() => keepDraft(form.draft.peek())), [form]);
  const { when } = form.draft.value;
  return (
    <SellFormView form={form} title={words.title} submit={words.submit[when]}>
      <Choices
        label={words.when}
        name="sell-when"
        chosen={when}
        values={[
          { value: 'now', word: words.startNow },
          { value: 'schedule', word: words.schedule },
          { value: 'draft', word: words.asDraft },
        ]}
        onChoose={(next) => form.change({ when: next })}
      />
      {when === 'schedule' && <Field form={form} name="startsAt" label={words.startsAt} kind="moment" />}
    </SellFormView>
  );
}
