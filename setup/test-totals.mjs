import { stripVTControlCharacters } from 'node:util';

/** Collects the totals that the spec reporter of `node --test` prints, chunk by chunk. */
export class TestTotals {
  #pending = '';
  #lines = [];
  /** What was counted, by name: tests, suites, pass, fail, cancelled, skipped, todo. */
  counts = {};
  /** Whether something was printed after the totals. */
  isBuried = false;

  add(chunk) {
    const lines = (this.#pending + chunk).split('\n');
    this.#pending = lines.pop();
    for (const line of lines) this.#addLine(line);
  }

  #addLine(line) {
    const total = stripVTControlCharacters(line).match(
      /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) (\S+)$/,
    );
    if (total) {
      this.counts[total[1]] = Number(total[2]);
      this.#lines.push(line);
    } else if (this.#lines.length > 0 && line.trim() !== '') {
      this.isBuried = true;
    }
  }

  toString() {
    return this.#lines.join('\n');
  }

  /** What keeps these totals from being a full success, one line each. */
  problems() {
    const { tests = 0, skipped = 0, todo = 0 } = this.counts;
    const problems = [];
    if (tests === 0) problems.push('No test ran.');
    if (skipped > 0) problems.push(`${skipped} skipped: a skipped test proves nothing.`);
    if (todo > 0) problems.push(`${todo} marked todo: a test that may fail proves nothing.`);
    return problems;
  }
}
