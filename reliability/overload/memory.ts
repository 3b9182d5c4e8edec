import { readFileSync } from 'node:fs';

const pageBytes = 4096;
const everyMs = 250;
const bytesPerMiB = 1024 * 1024;

/** Memory that a process holds (MiB); 0 where it can't be told. */
function residentMiB(pid: number): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes) / bytesPerMiB;
  } catch {
    return 0;
  }
}

/** Looks at a process's memory until it is stopped. */
export class MemoryWatch {
  readonly samplesMiB: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#timer = setInterval(() => this.samplesMiB.push(residentMiB(pid)), everyMs);
  }

  /** Gives the mean of the first and of the last third, and the most (MiB). */
  stop(): { startMiB: number; endMiB: number; maxMiB: number } {
    clearInterval(this.#timer);
    const third = Math.max(1, Math.floor(this.samplesMiB.length / 3));
    const mean = (values: readonly number[]) => Math.round(values.reduce((a, b) => a + b, 0) / values.length);
    return {
      startMiB: mean(this.samplesMiB.slice(0, third)),
      endMiB: mean(this.samplesMiB.slice(-third)),
      maxMiB: Math.round(Math.max(...this.samplesMiB)),
    };
  }
}
