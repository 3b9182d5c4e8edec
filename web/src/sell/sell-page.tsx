import { useState } from 'preact/hooks';
import { commandLot, createLot } from '../api/lots.ts';
import { go } from '../routing/location.ts';
import { paths } from '../routing/routes.ts';
import { t } from '../words/language.ts';
import { Choices } from './choices.tsx';
import { type CheckedDraft, type Draft, emptyDraft } from './draft.ts';
import { Field } from './field.tsx';
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
  const [form] = useState(() => openSellForm(emptyDraft, list));
  const { when } = form.draft.value;
  return (
    <SellFormView form={form} title={words.title} submit={words.submit[when]}>
      <Choices
        label={words.when}
        name="when"
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
