import { Choices } from '../look/choices.tsx';
import { t } from '../words/language.ts';
import { parsePoints } from '../words/points.ts';
import { ClockPreview } from './clock-preview.tsx';
import { clockOf } from './draft.ts';
import { Field } from './field.tsx';
import type { SellForm } from './sell-form.ts';

const rules = ['rush', 'softClose', 'fixed'] as const;
const streamLosses = ['nothing', 'pause'] as const;

/** How the time answers to bids, with the clock to try at once. */
export function ClockBlock({ form }: { readonly form: SellForm }) {
  const words = t.value.sell;
  const draft = form.draft.value;
  const clock = clockOf(draft);
  const stepPoints = parsePoints(draft.incrementKind === 'fixed' ? draft.step : (draft.bands[0]?.step ?? ''));
  return (
    <section class="block" aria-labelledby="block-clock">
      <header>
        <h2 id="block-clock">{words.clock}</h2>
        <p class="hint">{words.clockText}</p>
      </header>
      <Choices
        label={words.clock}
        name="sell-rule"
        chosen={draft.rule}
        values={rules.map((rule) => ({ value: rule, word: words.rules[rule] }))}
        onChoose={(rule) => form.change({ rule })}
      />
      <p class="hint">{words.ruleTexts[draft.rule]}</p>
      <div class="block-pair">
        <Field form={form} name="duration" label={words.duration} kind="digits" />
        {draft.rule === 'rush' && (
          <>
            <Field form={form} name="floor" label={words.floor} hint={words.floorHint} kind="digits" />
            <Field form={form} name="cutPerStep" label={words.cutPerStep} kind="digits" />
            <Field form={form} name="cutMax" label={words.cutMax} kind="digits" />
          </>
        )}
        {draft.rule === 'softClose' && <Field form={form} name="window" label={words.window} kind="digits" />}
      </div>
      <div class="block-group">
        <span class="label">{words.streamLoss}</span>
        <Choices
          label={words.streamLoss}
          name="sell-stream-loss"
          chosen={draft.streamLoss}
          values={streamLosses.map((loss) => ({ value: loss, word: words.streamLosses[loss] }))}
          onChoose={(streamLoss) => form.change({ streamLoss })}
        />
        <p class="hint">{words.streamLossTexts[draft.streamLoss]}</p>
        {draft.streamLoss === 'pause' && (
          <Field form={form} name="streamGrace" label={words.streamGrace} kind="digits" />
        )}
      </div>
      {clock !== null && <ClockPreview clock={clock} stepPoints={stepPoints ?? 1} />}
    </section>
  );
}
