/** Ends a set-up script that failed: the reason alone on stderr, exit code 1; of a mistake of ours, where it is as well. */
export function exitWithMessage(error) {
  const isMeant = error.constructor === Error;
  process.stderr.write(`${isMeant ? error.message : error.stack}\n`);
  process.exitCode = 1;
}
