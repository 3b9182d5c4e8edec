import { useId } from 'preact/hooks';
import { PushButton } from '../look/push-button.tsx';
import { t } from '../words/language.ts';
import type { ListedDevice } from './capture.ts';

interface DeviceChoiceProps {
  readonly label: string;
  readonly testId: string;
  readonly devices: readonly ListedDevice[];
  readonly chosenId: string | null;
  readonly isDisabled: boolean;
  readonly onChoose: (id: string) => void;
  /** Asks for any device of the kind: browsers list none before they may be used. */
  readonly turnOn: { readonly label: string; readonly onPress: () => void };
}

/** Which of the devices of a kind; it follows what is plugged in. */
export function DeviceChoice(props: DeviceChoiceProps) {
  const { label, testId, devices, chosenId, isDisabled, onChoose, turnOn } = props;
  const words = t.value.studio;
  const id = useId();
  const isKnown = devices.some((device) => device.id === chosenId);
  if (devices.length === 0 && !isDisabled) {
    return (
      <div class="field studio-choice">
        <span class="field-label">{label}</span>
        <PushButton class="button" testId={`${testId}-on`} label={turnOn.label} onPress={turnOn.onPress} />
      </div>
    );
  }
  return (
    <div class="field studio-choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        data-testid={testId}
        disabled={isDisabled}
        value={isKnown && chosenId !== null ? chosenId : ''}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {!isKnown && <option value="">{words.noDevice}</option>}
        {devices.map((device, n) => (
          <option key={device.id} value={device.id}>
            {device.name || words.unnamed(n + 1)}
          </option>
        ))}
      </select>
    </div>
  );
}
