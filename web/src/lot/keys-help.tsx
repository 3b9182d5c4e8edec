import { Sheet } from '../look/sheet.tsx';
import { t } from '../words/language.ts';
import { keysBid, setKeysBid } from './use-bid-keys.ts';

/** Which keys bid, and the switch that turns them off. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const words = t.value.bid;
  const rows = [
    ['1 2 3', words.keysQuick],
    ['A', words.keysOwn],
    ['M', words.keysMax],
    ['?', words.keysHelp],
  ] as const;
  return (
    <Sheet title={words.keysTitle} onClose={onClose}>
      <dl class="keys">
        {rows.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="keys-switch">
        <input
          type="checkbox"
          checked={keysBid.value}
          onChange={(event) => setKeysBid(event.currentTarget.checked)}
        />
        {words.keysSwitch}
      </label>
      <div class="sheet-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t.value.page.close}
        </button>
      </div>
    </Sheet>
  );
}
