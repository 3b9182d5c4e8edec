import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { MediaKind } from '../../../schema/wire/media.ts';
import { onMessage, onWelcome } from '../connection/room.ts';
import type { LineState } from '../video/line.ts';
import { lineWorld } from '../video/line-world.ts';
import { type Media, prepareMedia } from '../video/media.ts';
import {
  type Captured,
  captureBoth,
  captureCamera,
  captureMicrophone,
  captureScreen,
  type ListedDevice,
  listDevices,
} from './capture.ts';
import type { DeviceFault, Source } from './device-faults.ts';
import { measureUpDelay } from './measure-up-delay.ts';
import { Publishing } from './publishing.ts';
import { type MediaSender, openSender } from './sender.ts';

/** The seller's camera and microphone, and their way to the bidders. */
export interface Studio {
  readonly publish: ReadonlySignal<LineState>;
  readonly cameras: ReadonlySignal<readonly ListedDevice[]>;
  readonly microphones: ReadonlySignal<readonly ListedDevice[]>;
  readonly cameraId: ReadonlySignal<string | null>;
  readonly microphoneId: ReadonlySignal<string | null>;
  /** The picture as it is, or would be, sent: of the camera or of the screen. */
  readonly picture: ReadonlySignal<MediaStreamTrack | null>;
  readonly sound: ReadonlySignal<MediaStreamTrack | null>;
  readonly isScreen: ReadonlySignal<boolean>;
  readonly isMuted: ReadonlySignal<boolean>;
  /** A device is being asked for. */
  readonly isOpening: ReadonlySignal<boolean>;
  readonly faults: ReadonlySignal<readonly DeviceFault[]>;
  /** Turns camera and microphone on, for oneself only; or one of them, where the other can't be had. */
  open(): Promise<void>;
  /** Tries one of them again. */
  openCamera(): Promise<void>;
  openMicrophone(): Promise<void>;
  /** Turns them off, and the picture with them. */
  shut(): void;
  chooseCamera(id: string): Promise<void>;
  chooseMicrophone(id: string): Promise<void>;
  setMuted(isMuted: boolean): void;
  shareScreen(): Promise<void>;
  stopScreen(): Promise<void>;
  goOnAir(): void;
  endPicture(): void;
  leave(): void;
}

/** Opens the studio of a lot; nothing is turned on before it is asked for. */
export function openStudio(lotId: string): Studio {
  const publish = signal<LineState>({ kind: 'off' });
  const cameras = signal<readonly ListedDevice[]>([]);
  const microphones = signal<readonly ListedDevice[]>([]);
  const cameraId = signal<string | null>(null);
  const microphoneId = signal<string | null>(null);
  const picture = signal<MediaStreamTrack | null>(null);
  const sound = signal<MediaStreamTrack | null>(null);
  const isScreen = signal(false);
  const isMuted = signal(false);
  const opening = signal(0);
  const faults = signal<readonly DeviceFault[]>([]);
  let media: Media | null = null;
  let sender: MediaSender | null = null;
  let hasLeft = false;

  const publishing = new Publishing(
    lotId,
    {
      ...lineWorld,
      prepare: async () => {
        media = await prepareMedia();
      },
      openSender: (transport, listener) => {
        if (media === null) throw new Error('a transport came before anything was asked for');
        sender = openSender(media, transport, listener, { video: picture.peek(), audio: sound.peek() });
        return sender;
      },
    },
    (next) => {
      publish.value = next;
    },
  );

  const lookAround = async () => {
    const [seen, heard] = await Promise.all([listDevices('videoinput'), listDevices('audioinput')]);
    if (hasLeft) return;
    batch(() => {
      cameras.value = seen;
      microphones.value = heard;
    });
  };
  const blame = (source: Source, fault: DeviceFault | null) => {
    const others = faults.peek().filter((known) => known.source !== source);
    faults.value = fault === null ? others : [...others, fault];
  };
  const slotOf = (kind: MediaKind) => (kind === 'video' ? picture : sound);

  /** Puts a track in the place of the one before, also on air. */
  const put = (kind: MediaKind, source: Source, track: MediaStreamTrack | null) => {
    const slot = slotOf(kind);
    const before = slot.peek();
    if (track !== null) {
      if (kind === 'audio') track.enabled = !isMuted.peek();
      // Sharp letters count more than smooth movement.
      if (source === 'screen') track.contentHint = 'detail';
      track.addEventListener('ended', () => ended(kind, source, track));
    }
    slot.value = track;
    sender?.put(kind, track);
    before?.stop();
    if (track === null) return;
    const { deviceId } = track.getSettings();
    if (source === 'camera') cameraId.value = deviceId ?? null;
    if (source === 'microphone') microphoneId.value = deviceId ?? null;
    if (kind === 'video') isScreen.value = source === 'screen';
  };
  /** The device was pulled out, or the person stopped sharing with the browser's own button. */
  const ended = (kind: MediaKind, source: Source, track: MediaStreamTrack) => {
    if (hasLeft || slotOf(kind).peek() !== track) return;
    if (source === 'screen') {
      void studio.stopScreen();
      return;
    }
    put(kind, source, null);
    blame(source, { source, kind: 'ended' });
  };
  const take = (kind: MediaKind, source: Source, { track, fault }: Captured) => {
    if (hasLeft) {
      track?.stop();
      return;
    }
    blame(source, fault);
    if (track !== null) put(kind, source, track);
  };
  const whileOpening = async (work: () => Promise<void>) => {
    opening.value += 1;
    try {
      await work();
      await lookAround();
    } finally {
      opening.value -= 1;
    }
  };

  navigator.mediaDevices?.addEventListener('devicechange', lookAround);
  const endings = [
    onWelcome(() => publishing.welcomed()),
    onMessage((message) => publishing.take(message)),
    () => navigator.mediaDevices?.removeEventListener('devicechange', lookAround),
    effect(() =>
      publish.value.kind === 'open'
        ? measureUpDelay(
            async () => (await sender?.stats().catch(() => null)) ?? null,
            (upDelayMs) => publishing.measured(upDelayMs),
          )
        : undefined,
    ),
  ];
  void lookAround();

  const studio: Studio = {
    publish,
    cameras,
    microphones,
    cameraId,
    microphoneId,
    picture,
    sound,
    isScreen,
    isMuted,
    isOpening: computed(() => opening.value > 0),
    faults,
    open: () =>
      whileOpening(async () => {
        const { camera, microphone } = await captureBoth();
        batch(() => {
          take('video', 'camera', camera);
          take('audio', 'microphone', microphone);
        });
      }),
    shut: () => {
      publishing.end();
      put('video', 'camera', null);
      put('audio', 'microphone', null);
      isScreen.value = false;
    },
    openCamera: () => whileOpening(async () => take('video', 'camera', await captureCamera(null))),
    openMicrophone: () =>
      whileOpening(async () => take('audio', 'microphone', await captureMicrophone(null))),
    chooseCamera: (id) =>
      whileOpening(async () => {
        // Phones have one camera open at a time.
        if (!isScreen.peek()) picture.peek()?.stop();
        take('video', 'camera', await captureCamera(id));
        if (picture.peek()?.readyState === 'ended') put('video', 'camera', null);
      }),
    chooseMicrophone: (id) =>
      whileOpening(async () => take('audio', 'microphone', await captureMicrophone(id))),
    setMuted: (next) => {
      isMuted.value = next;
      const track = sound.peek();
      if (track !== null) track.enabled = !next;
    },
    shareScreen: () => whileOpening(async () => take('video', 'screen', await captureScreen())),
    stopScreen: () =>
      whileOpening(async () => {
        const shared = picture.peek();
        take('video', 'camera', await captureCamera(cameraId.peek()));
        isScreen.value = false;
        if (picture.peek() !== shared) return;
        // The screen is not shown against the person's wish: without a camera the sound goes on alone.
        put('video', 'camera', null);
        sender?.drop('video');
      }),
    goOnAir: () => {
      // Whoever goes on air with what there is knows of the rest.
      faults.value = [];
      publishing.start();
    },
    endPicture: () => publishing.end(),
    leave: () => {
      publishing.end();
      hasLeft = true;
      for (const end of endings) end();
      picture.peek()?.stop();
      sound.peek()?.stop();
    },
  };
  return studio;
}
