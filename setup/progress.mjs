/**
 * Shows on stderr that a long step goes on: one line kept up to date on a terminal, else a line every five seconds.
 * `state` says how far it is. Gives a function that ends it.
 */
export function showProgress(title, state) {
  const isTerminal = process.stderr.isTTY;
  const startedAt = Date.now();
  const show = () => {
    const line = `${title}: ${state()} (${Math.round((Date.now() - startedAt) / 1000)} s)`;
    process.stderr.write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
  };
  show();
  const timer = setInterval(show, isTerminal ? 200 : 5_000);
  return () => {
    clearInterval(timer);
    show();
    if (isTerminal) process.stderr.write('\n');
  };
}
