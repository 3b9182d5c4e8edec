import { readConfig } from '../../schema/config.ts';
import { type Invocation, readArguments } from './command-line/arguments.ts';
import { ConnectionError, UsageError } from './command-line/failures.ts';
import { run } from './command-line/run.ts';
import { usage } from './command-line/usage.ts';
import { InspectionError } from './protocol.ts';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

try {
  const invocation = readArguments(process.argv.slice(2));
  if (invocation === null) console.log(usage);
  else await run(socketOf(invocation), invocation);
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  if (error instanceof UsageError) console.error(`${error.message}\nSee npm run inspect -- --help`);
  else if (error instanceof InspectionError || error instanceof ConnectionError) console.error(error.message);
  else throw error;
}

function socketOf({ socket }: Invocation): string {
  if (socket !== null) return socket;
  const read = readConfig(process.env);
  if ('problems' in read) throw new UsageError(read.problems.join('\n'));
  return read.config.inspectSocket;
}
