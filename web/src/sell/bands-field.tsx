import { Plus, X } from 'lucide';
import { limits } from '../../../schema/limits.ts';
import { Icon } from '../look/icon.tsx';
import { language, t } from '../words/language.ts';
import { groupDigits } from '../words/points.ts';
import type { SellForm } from './sell-form.ts';

/** Increments by price: each band is in force from its price on. */
export function BandsField({ form }: { readonly form: SellForm }) {
  const words = t.value.sell;
  const { bands } = form.draft.value;
  const changeBand = (n: number, part: 'from' | 'step', text: string) =>
    form.change({
      bands: bands.map((band, at) =>
        at === n ? { ...band, [part]: groupDigits(text, language.value) } : band,
      ),
    });
  const cell = (n: number, part: 'from' | 'step') => {
    const fault = form.faultAt(`bands.${n}.${part}`);
    return (
      <div class="field">
        <input
          class="input figures"
          data-testid={`sell-band-${n}-${part}`}
          aria-label={`${words.band(n + 1)}: ${words[part]}`}
          inputMode="numeric"
          value={bands[n]?.[part]}
          aria-invalid={fault !== null}
          onInput={(event) => changeBand(n, part, event.currentTarget.value)}
        />
        {fault !== null && <p class="fault">{fault}</p>}
      </div>
    );
  };
  return (
    <div class="bands">
      <div class="bands-head" aria-hidden="true">
        <span class="label">{words.from}</span>
        <span class="label">{words.step}</span>
      </div>
      {bands.map((_, n) => (
        // A band has no identity but its place.
        <div class="bands-row" key={n}>
          {cell(n, 'from')}
          {cell(n, 'step')}
          <button
            type="button"
            class="button plain"
            aria-label={`${words.band(n + 1)}: ${words.removeBand}`}
            disabled={bands.length === 1}
            onClick={() => form.change({ bands: bands.filter((_band, at) => at !== n) })}
          >
            <Icon of={X} />
          </button>
        </div>
      ))}
      {bands.length < limits.maxIncrementBands && (
        <button
          type="button"
          class="button plain"
          data-testid="sell-add-band"
          onClick={() => form.change({ bands: [...bands, { from: '', step: bands.at(-1)?.step ?? '' }] })}
        >
          <Icon of={Plus} />
          {words.addBand}
        </button>
      )}
    </div>
  );
}
