import { Choices } from '../look/choices.tsx';
import { t } from '../words/language.ts';
import { BandsField } from './bands-field.tsx';
import { Field } from './field.tsx';
import type { SellForm } from './sell-form.ts';

/** Where the price begins, how it rises, and its two thresholds. */
export function PriceBlock({ form }: { readonly form: SellForm }) {
  const words = t.value.sell;
  const { incrementKind } = form.draft.value;
  return (
    <section class="block" aria-labelledby="block-price">
      <header>
        <h2 id="block-price">{words.price}</h2>
        <p class="hint">{words.priceText}</p>
      </header>
      <Field form={form} name="start" label={words.start} kind="amount" />
      <div class="block-group">
        <span class="label">{words.increments}</span>
        <Choices
          label={words.increments}
          name="sell-increments"
          chosen={incrementKind}
          values={[
            { value: 'fixed', word: words.incrementFixed },
            { value: 'table', word: words.incrementTable },
          ]}
          onChoose={(kind) => form.change({ incrementKind: kind })}
        />
        {incrementKind === 'fixed' ? (
          <Field form={form} name="step" label={words.step} kind="amount" />
        ) : (
          <BandsField form={form} />
        )}
      </div>
      <div class="block-pair">
        <Field form={form} name="reserve" label={words.reserve} hint={words.reserveHint} kind="amount" />
        <Field form={form} name="buyNow" label={words.buyNow} hint={words.buyNowHint} kind="amount" />
      </div>
    </section>
  );
}
