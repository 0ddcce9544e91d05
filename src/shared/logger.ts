/** Structured logs on standard error: a constant message with fields, secrets redacted by type. */
import { pino, destination, type DestinationStream, type Logger as PinoLogger } from 'pino';

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** A logger for one process; `stream` replaces standard error. */
export function createLogger(name: string, level: LogLevel = 'info', stream?: DestinationStream): Logger {
  return wrap(pino({ name, level, base: { name, pid: process.pid } }, stream ?? destination({ dest: 2, sync: true })));
}

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};

function wrap(logger: PinoLogger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => wrap(logger.child(fields)),
  };
}
