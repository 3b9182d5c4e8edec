import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words/language.ts';
import { levelOf } from './level.ts';

const lookEveryMs = 80;

/** How loud the microphone is, so that one knows to be heard before anybody else listens. */
export function LevelMeter({ track }: { readonly track: MediaStreamTrack | null }) {
  const meter = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    if (track === null) return;
    const show = (level: number) => {
      if (meter.current !== null) meter.current.value = level;
    };
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1_024 });
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      show(levelOf(samples));
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      void context.close();
      show(0);
    };
  }, [track]);
  return (
    <meter
      ref={meter}
      class="level"
      aria-label={t.value.studio.level}
      min={0}
      max={1}
      data-testid="studio-level"
    />
  );
}
