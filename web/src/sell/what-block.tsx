import { t } from '../words/language.ts';
import { Field } from './field.tsx';
import type { SellForm } from './sell-form.ts';

/** What is sold, in words. */
export function WhatBlock({ form }: { readonly form: SellForm }) {
  const words = t.value.sell;
  return (
    <section class="block" aria-labelledby="block-what">
      <header>
        <h2 id="block-what">{words.what}</h2>
        <p class="hint">{words.whatText}</p>
      </header>
      <Field form={form} name="title" label={words.lotTitle} />
      <Field form={form} name="description" label={words.lotDescription} kind="long" />
    </section>
  );
}
