import { configHelp, readConfig } from '../schema/config.ts';
import { createLog } from './service/log.ts';
import { startService } from './service/service.ts';

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  console.log(
    `Lotcast: live auctions whose clock answers to the money.\n\n  npm start\n\nVariables:\n${configHelp()}`,
  );
  process.exit(0);
}

const read = readConfig(process.env);
if ('problems' in read) {
  for (const problem of read.problems) console.error(problem);
  console.error('Nothing was started. `npm start -- --help` lists every variable.');
  process.exit(1);
}

const log = await createLog(read.config);
const starting = startService(read.config, log);
let isStopping = false;
const stop = (signal: string) => {
  if (isStopping) return;
  isStopping = true;
  log.info({ signal }, 'stopping');
  setTimeout(() => {
    log.fatal({ graceMs: read.config.shutdownGraceMs }, 'could not stop in time');
    process.exit(1);
  }, read.config.shutdownGraceMs).unref();
  starting
    .then((service) => service.stop())
    .then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
};
// From the first moment on: a signal that comes while the service starts would leave what has been started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
try {
  const service = await starting;
  void service.failed.then((reason) => {
    log.fatal({ reason }, 'the service can’t go on');
    void service.stop().finally(() => process.exit(1));
  });
} catch (error) {
  log.fatal(error instanceof Error ? error.message : String(error));
  log.debug({ err: error }, 'start failed');
  process.exit(1);
}
