import { useSignal } from '@preact/signals';
import { Camera, ChevronDown, ChevronUp, Mic, MicOff, Monitor, Power, Radio, Square } from 'lucide';
import { Icon } from '../look/icon.tsx';
import { PushButton } from '../look/push-button.tsx';
import { t } from '../words/language.ts';
import type { Air } from './air.ts';
import { DeviceChoice } from './device-choice.tsx';
import { bySameKind } from './device-faults.ts';
import { LevelMeter } from './level-meter.tsx';
import type { Studio } from './studio.ts';

const hasScreens = () => navigator.mediaDevices !== undefined && 'getDisplayMedia' in navigator.mediaDevices;

interface StudioPanelProps {
  readonly studio: Studio;
  readonly air: Air;
}

/** Camera, microphone and the way on air, below the seller's own picture. */
export function StudioPanel({ studio, air }: StudioPanelProps) {
  return (
    <section class="studio" aria-label={t.value.studio.title} data-testid="studio">
      <LevelMeter track={studio.sound.value} />
      <StudioButtons studio={studio} air={air} />
      <StudioSaid studio={studio} air={air} />
      <StudioDevices studio={studio} air={air} />
    </section>
  );
}

const isMine = (air: Air): boolean => air === 'on' || air === 'going' || air === 'back';

/** The way on air first, then what is sent there. */
function StudioButtons({ studio, air }: StudioPanelProps) {
  const words = t.value.studio;
  const hasPicture = studio.picture.value !== null;
  const hasSound = studio.sound.value !== null;
  const isMuted = studio.isMuted.value;
  const isBusy = studio.isOpening.value;
  const isScreen = studio.isScreen.value;
  const isSent = isMine(air);
  return (
    <div class="studio-row">
      {isSent ? (
        <PushButton
          class="button studio-main"
          testId="studio-end"
          icon={Square}
          label={words.end}
          onPress={studio.endPicture}
        />
      ) : hasPicture || hasSound ? (
        <PushButton
          class="button lit studio-main"
          testId="studio-air"
          icon={Radio}
          label={air === 'elsewhere' ? words.takeOver : hasPicture ? words.goOnAir : words.goOnAirWithSound}
          onPress={studio.goOnAir}
        />
      ) : (
        <PushButton
          class="button lit studio-main"
          testId="studio-open"
          icon={Camera}
          label={isBusy ? words.turningOn : words.turnOn}
          isDisabled={isBusy}
          onPress={() => void studio.open()}
        />
      )}
      <PushButton
        class="button studio-mute"
        testId="studio-mute"
        icon={isMuted ? MicOff : Mic}
        label={isMuted ? words.unmute : words.mute}
        isPressed={isMuted}
        isDisabled={!hasSound}
        onPress={() => studio.setMuted(!isMuted)}
      />
      {hasScreens() && (
        <PushButton
          class="button"
          testId="studio-screen"
          icon={isScreen ? Camera : Monitor}
          label={isScreen ? words.stopScreen : words.shareScreen}
          isDisabled={isBusy}
          onPress={() => void (isScreen ? studio.stopScreen() : studio.shareScreen())}
        />
      )}
      {!isSent && (
        <PushButton
          class="button studio-shut"
          testId="studio-shut"
          icon={Power}
          label={words.turnOff}
          isDisabled={!hasPicture && !hasSound}
          onPress={studio.shut}
        />
      )}
    </div>
  );
}

/** Which camera and microphone. On a phone they are folded away, for the price has to be seen. */
function StudioDevices({ studio, air }: StudioPanelProps) {
  const words = t.value.studio;
  const hasPicture = studio.picture.value !== null;
  const hasSound = studio.sound.value !== null;
  const isDisabled = studio.isOpening.value || !(hasPicture || hasSound || isMine(air));
  /** Null until somebody says; then a fault unfolds it, for here it is mended. */
  const isUnfolded = useSignal<boolean | null>(null);
  const isOpen = isUnfolded.value ?? (studio.faults.value.length > 0 && !isDisabled);
  return (
    <div class="studio-choices" data-open={isOpen ? '' : undefined}>
      <button
        type="button"
        class="button plain studio-fold"
        aria-expanded={isOpen}
        onClick={() => {
          isUnfolded.value = !isOpen;
        }}
      >
        <Icon of={isOpen ? ChevronUp : ChevronDown} />
        {words.devices}
      </button>
      <div class="studio-row studio-devices">
        <DeviceChoice
          label={words.camera}
          testId="studio-camera"
          devices={studio.cameras.value}
          chosenId={hasPicture && !studio.isScreen.value ? studio.cameraId.value : null}
          isDisabled={isDisabled}
          onChoose={(id) => void studio.chooseCamera(id)}
          turnOn={{ label: words.turnOn, onPress: () => void studio.openCamera() }}
        />
        <DeviceChoice
          label={words.microphone}
          testId="studio-microphone"
          devices={studio.microphones.value}
          chosenId={hasSound ? studio.microphoneId.value : null}
          isDisabled={isDisabled}
          onChoose={(id) => void studio.chooseMicrophone(id)}
          turnOn={{ label: words.turnOnMicrophone, onPress: () => void studio.openMicrophone() }}
        />
      </div>
    </div>
  );
}

/** What is wrong, or what another window does. */
function StudioSaid({ studio, air }: StudioPanelProps) {
  const words = t.value.studio;
  const publish = studio.publish.value;
  return (
    <div class="studio-said">
      <div role="alert" data-testid="studio-faults">
        {bySameKind(studio.faults.value).map(({ kind, sources }) => (
          <p key={kind} class="fault" data-sources={sources.join(' ')} data-fault={kind}>
            {words.faults[kind](sources.map((source) => words.sources[source]).join(', '))}
          </p>
        ))}
        {publish.kind === 'refused' && (
          <p class="fault" data-fault={publish.why}>
            {words.refused[publish.why]}
          </p>
        )}
      </div>
      <p class="hint" role="status">
        {publish.kind === 'elsewhere' ? words.elsewhere : air === 'elsewhere' ? words.onAirElsewhere : ''}
      </p>
    </div>
  );
}
