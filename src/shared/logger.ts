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
  return wrap(pino({ name, level, base: { name, pid: process.pid } }, stream ?? standardError()));
}

/** What is kept while standard error takes nothing: the newest is dropped then. */
const mostKept = 1024 * 1024;

/**
 * A log that cannot be written must not end who writes it: on a full disk the media server goes on serving. Unheard, the error
 * would be an uncaught exception. What could not be written is written with the next line that can be.
 */
function standardError(): DestinationStream {
  const stream = destination({ dest: 2, sync: true, maxLength: mostKept });
  stream.on('error', () => undefined);
  return stream;
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
