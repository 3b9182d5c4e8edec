/** What is to be measured. */
export interface WordsPlan {
  readonly words: number;
  readonly seconds: number;
}

/** What was found; times are of one message, verdict and fingerprint together. */
export interface WordsFigures {
  readonly patterns: number;
  readonly buildMs: number;
  readonly microsPerMessageP50: number;
  readonly microsPerMessageMean: number;
  readonly microsPerMessageP99: number;
  /** Of the processor, which other work beside it hardly changes. */
  readonly cpuMicrosPerMessage: number;
  /** Messages of 40 characters. */
  readonly chars40: {
    readonly mean: number;
    readonly p50: number;
    readonly p99: number;
    readonly cpu: number;
    readonly koreanCpu: number;
    readonly englishCpu: number;
  };
  readonly meanChars: number;
  /** Of the messages, how many have a blocked word. */
  readonly foundShare: number;
}
