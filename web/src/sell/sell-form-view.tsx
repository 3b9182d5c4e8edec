import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { PageTitle } from '../page/page-title.tsx';
import { t } from '../words/language.ts';
import { ClockBlock } from './clock-block.tsx';
import { PriceBlock } from './price-block.tsx';
import type { SellForm } from './sell-form.ts';
import { WhatBlock } from './what-block.tsx';
import './sell.css';

interface SellFormViewProps {
  readonly form: SellForm;
  readonly title: string;
  readonly submit: string;
  /** What stands before the button. */
  readonly children?: ComponentChildren;
}

/** The page of a lot's form: what, price, clock, and one button. */
export function SellFormView({ form, title, submit, children }: SellFormViewProps) {
  const element = useRef<HTMLFormElement>(null);
  const problem = form.problem.value;
  useEffect(() => {
    if (problem !== null) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);
  return (
    <form
      ref={element}
      class="sell"
      noValidate
      data-testid="sell-form"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <PageTitle class="sell-title" title={title} />
      <div class="sell-blocks">
        <WhatBlock form={form} />
        <PriceBlock form={form} />
        <ClockBlock form={form} />
      </div>
      <div class="sell-end">
        {children}
        <p class="fault" role="alert" data-testid="sell-problem">
          {problem}
        </p>
        <button
          type="submit"
          class="button lit sell-submit"
          data-testid="sell-submit"
          disabled={form.isSaving.value}
        >
          {form.isSaving.value ? t.value.sell.saving : submit}
        </button>
      </div>
    </form>
  );
}
