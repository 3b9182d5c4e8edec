import { type Logger, pino } from 'pino';
import type { Config } from '../../schema/config.ts';

/** The service's log on standard output: one JSON object a line, or readable for people. */
export async function createLog(config: Pick<Config, 'logLevel' | 'logPretty'>): Promise<Logger> {
  const options = { level: config.logLevel, base: null, redact: ['cookie', '*.cookie', 'token', '*.token'] };
  if (!config.logPretty) return pino(options);
  const { PinoPretty } = await import('pino-pretty');
  return pino(options, PinoPretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }));
}
