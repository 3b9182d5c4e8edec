interface TimeSample {
  /** Server time minus local time. */
  readonly offsetMs: number;
  readonly roundTripMs: number;
  readonly takenAtMs: number;
}

const keptSamples = 12;
const oldestSampleMs = 150_000;
/** A greeting came one way, after a wait nobody measured: it counts less than any measured sample. */
const greetingRoundTripMs = 60_000;

/**
 * The server's clock as this page knows it. Of the samples of the last minutes the one with the least
 * round trip is believed, because the error of a sample is at most half its round trip.
 */
export class ServerClock {
  #samples: TimeSample[] = [];
  readonly #localNowMs: () => number;
  readonly #guessOffsetMs: number;

  /** `localNowMs` must run evenly; `wallNowMs` serves until the server has been heard. */
  constructor(localNowMs: () => number, wallNowMs: () => number) {
    this.#localNowMs = localNowMs;
    this.#guessOffsetMs = wallNowMs() - localNowMs();
  }

  /** Takes the answer to a question for the time. */
  measured(sentAtMs: number, receivedAtMs: number, serverNowMs: number): void {
    const roundTripMs = Math.max(0, receivedAtMs - sentAtMs);
    this.#add({
      offsetMs: serverNowMs - (sentAtMs + receivedAtMs) / 2,
      roundTripMs,
      takenAtMs: receivedAtMs,
    });
  }

  /** Takes a server time that came without a question. */
  greeted(receivedAtMs: number, serverNowMs: number): void {
    this.#add({
      offsetMs: serverNowMs - receivedAtMs,
      roundTripMs: greetingRoundTripMs,
      takenAtMs: receivedAtMs,
    });
  }

  /** Forgets what was measured before the device slept, when its clocks may have stood still. */
  forget(): void {
    this.#samples = [];
  }

  /** The server's time now, in ms since 1970. */
  nowMs(): number {
    return this.#localNowMs() + this.offsetMs();
  }

  /** The offset that is believed. */
  offsetMs(): number {
    return this.#best()?.offsetMs ?? this.#guessOffsetMs;
  }

  /** How far off the shown time can be, or null while nothing has been measured. */
  errorMs(): number | null {
    const best = this.#best();
    return best === undefined || best.roundTripMs === greetingRoundTripMs ? null : best.roundTripMs / 2;
  }

  #best(): TimeSample | undefined {
    let best: TimeSample | undefined;
    for (const sample of this.#samples) {
      if (best === undefined || sample.roundTripMs <= best.roundTripMs) best = sample;
    }
    return best;
  }

  #add(sample: TimeSample): void {
    const fresh = this.#samples.filter((old) => sample.takenAtMs - old.takenAtMs < oldestSampleMs);
    this.#samples = [...fresh, sample].slice(-keptSamples);
  }
}
