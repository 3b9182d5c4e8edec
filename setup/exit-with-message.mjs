/** Ends a set-up script that failed: the reason alone on stderr, exit code 1. */
export function exitWithMessage(error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
