import { type DeviceFault, faultOf, faultOfPlace, type Source } from './device-faults.ts';

/** A track, or why there is none; neither when the person thought better of it. */
export interface Captured {
  readonly track: MediaStreamTrack | null;
  readonly fault: DeviceFault | null;
}

/** On a phone the lot is in front of the camera at the back. */
const anyCamera: MediaTrackConstraints = { facingMode: { ideal: 'environment' } };
const pictureSize: MediaTrackConstraints = {
  width: { ideal: 1_280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};
const clearSound: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

const picture = (deviceId: string | null): MediaTrackConstraints => ({
  ...pictureSize,
  ...(deviceId === null ? anyCamera : { deviceId: { exact: deviceId } }),
});
const sound = (deviceId: string | null): MediaTrackConstraints => ({
  ...clearSound,
  ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
});

async function captured(source: Source, ask: () => Promise<MediaStream>): Promise<Captured> {
  const fault = faultOfPlace(source, {
    isSecureContext: window.isSecureContext,
    mediaDevices: navigator.mediaDevices,
  });
  if (fault !== null) return { track: null, fault };
  try {
    const stream = await ask();
    return { track: stream.getTracks()[0] ?? null, fault: null };
  } catch (error) {
    return { track: null, fault: faultOf(source, error) };
  }
}

/** A camera: the chosen one, or any. */
export const captureCamera = (deviceId: string | null): Promise<Captured> =>
  captured('camera', () => navigator.mediaDevices.getUserMedia({ video: picture(deviceId) }));

/** A microphone: the chosen one, or any. */
export const captureMicrophone = (deviceId: string | null): Promise<Captured> =>
  captured('microphone', () => navigator.mediaDevices.getUserMedia({ audio: sound(deviceId) }));

/** The screen, or a part of it that the person picks. */
export const captureScreen = (): Promise<Captured> =>
  captured('screen', () => navigator.mediaDevices.getDisplayMedia({ video: pictureSize, audio: false }));

/** Camera and microphone with one question to the person; each by itself when not both can be had. */
export async function captureBoth(): Promise<{ readonly camera: Captured; readonly microphone: Captured }> {
  const place = { isSecureContext: window.isSecureContext, mediaDevices: navigator.mediaDevices };
  if (faultOfPlace('camera', place) === null) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: picture(null), audio: sound(null) });
      const of = (track: MediaStreamTrack | undefined): Captured => ({ track: track ?? null, fault: null });
      return { camera: of(stream.getVideoTracks()[0]), microphone: of(stream.getAudioTracks()[0]) };
    } catch {
      // Which of the two it is shows when each is asked for alone.
    }
  }
  return { camera: await captureCamera(null), microphone: await captureMicrophone(null) };
}

/** A device as a list shows it. */
export interface ListedDevice {
  readonly id: string;
  readonly name: string;
}

/** The devices of a kind. Browsers name them only to a page that may use them. */
export async function listDevices(kind: 'videoinput' | 'audioinput'): Promise<ListedDevice[]> {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  return all
    .filter((device) => device.kind === kind && device.deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}
