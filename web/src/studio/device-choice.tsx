import { useId } from 'preact/hooks';
import { t } from '../words/language.ts';
import type { ListedDevice } from './capture.ts';

interface DeviceChoiceProps {
  readonly label: string;
  readonly testId: string;
  readonly devices: readonly ListedDevice[];
  readonly chosenId: string | null;
  readonly isDisabled: boolean;
  readonly onChoose: (id: string) => void;
}

/** Which of the devices of a kind; it follows what is plugged in. */
export function DeviceChoice({ label, testId, devices, chosenId, isDisabled, onChoose }: DeviceChoiceProps) {
  const words = t.value.studio;
  const id = useId();
  const isKnown = devices.some((device) => device.id === chosenId);
  return (
    <div class="field studio-choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        data-testid={testId}
        disabled={isDisabled || devices.length === 0}
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
