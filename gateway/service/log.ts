import { type Logger, pino } from 'pino';
import { PinoPretty } from 'pino-pretty';
import type { Config } from '../../schema/config.ts';

/** The service's log on standard output: one JSON object a line, or readable for people. */
export function createLog(config: Pick<Config, 'logLevel' | 'logPretty'>): Logger {
  const options = { level: config.logLevel, base: null, redact: ['cookie', '*.cookie', 'token', '*.token'] };
  return config.logPretty
    ? pino(options, PinoPretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }))
    : pino(options);
}
