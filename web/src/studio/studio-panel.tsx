import { Camera, CameraOff, Mic, MicOff, Monitor, Radio, Square } from 'lucide';
import { Icon } from '../look/icon.tsx';
import { t } from '../words/language.ts';
import type { Air } from './air.ts';
import { DeviceChoice } from './device-choice.tsx';
import { LevelMeter } from './level-meter.tsx';
import type { Studio } from './studio.ts';

const hasScreens = () => navigator.mediaDevices !== undefined && 'getDisplayMedia' in navigator.mediaDevices;

/** Camera, microphone and the way on air, below the seller's own picture. */
export function StudioPanel({ studio, air }: { readonly studio: Studio; readonly air: Air }) {
  const words = t.value.studio;
  const hasPicture = studio.picture.value !== null;
  const sound = studio.sound.value;
  const hasDevice = hasPicture || sound !== null;
  const isMuted = studio.isMuted.value;
  const isBusy = studio.isOpening.value;
  const isMine = air === 'on' || air === 'going' || air === 'back';
  return (
    <section class="studio" aria-label={words.title} data-testid="studio">
      <div class="studio-row">
        {isMine ? (
          <button
            type="button"
            class="button studio-main"
            data-testid="studio-end"
            onClick={studio.endPicture}
          >
            <Icon of={Square} />
            {words.end}
          </button>
        ) : hasPicture ? (
          <button
            type="button"
            class="button lit studio-main"
            data-testid="studio-air"
            onClick={studio.goOnAir}
          >
            <Icon of={Radio} />
            {air === 'elsewhere' ? words.takeOver : words.goOnAir}
          </button>
        ) : (
          <button
            type="button"
            class="button lit studio-main"
            data-testid="studio-open"
            disabled={isBusy}
            onClick={() => void studio.open()}
          >
            <Icon of={Camera} />
            {isBusy ? words.turningOn : words.turnOn}
          </button>
        )}
        <button
          type="button"
          class="button studio-mute"
          data-testid="studio-mute"
          aria-pressed={isMuted}
          disabled={sound === null}
          onClick={() => studio.setMuted(!isMuted)}
        >
          <Icon of={isMuted ? MicOff : Mic} />
          {isMuted ? words.unmute : words.mute}
        </button>
        {hasScreens() && (
          <button
            type="button"
            class="button"
            data-testid="studio-screen"
            disabled={isBusy}
            onClick={() => void (studio.isScreen.value ? studio.stopScreen() : studio.shareScreen())}
          >
            <Icon of={studio.isScreen.value ? Camera : Monitor} />
            {studio.isScreen.value ? words.stopScreen : words.shareScreen}
          </button>
        )}
        <button
          type="button"
          class="button studio-shut"
          data-testid="studio-shut"
          disabled={!hasDevice || isMine}
          onClick={studio.shut}
        >
          <Icon of={CameraOff} />
          {words.turnOff}
        </button>
      </div>
      <div class="studio-row studio-devices">
        <DeviceChoice
          label={words.camera}
          testId="studio-camera"
          devices={studio.cameras.value}
          chosenId={hasPicture && !studio.isScreen.value ? studio.cameraId.value : null}
          isDisabled={isBusy || (!hasDevice && !isMine)}
          onChoose={(id) => void studio.chooseCamera(id)}
        />
        <div class="studio-sound">
          <DeviceChoice
            label={words.microphone}
            testId="studio-microphone"
            devices={studio.microphones.value}
            chosenId={sound === null ? null : studio.microphoneId.value}
            isDisabled={isBusy || (!hasDevice && !isMine)}
            onChoose={(id) => void studio.chooseMicrophone(id)}
          />
          <LevelMeter track={sound} />
        </div>
      </div>
      <StudioSaid studio={studio} air={air} />
    </section>
  );
}

/** What is wrong, or what another window does. */
function StudioSaid({ studio, air }: { readonly studio: Studio; readonly air: Air }) {
  const words = t.value.studio;
  const publish = studio.publish.value;
  const faults = studio.faults.value;
  return (
    <div class="studio-said">
      <div role="alert" data-testid="studio-faults">
        {faults.map(({ source, kind }) => (
          <p key={source} class="fault" data-source={source} data-fault={kind}>
            {words.faults[kind](words.sources[source])}
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
