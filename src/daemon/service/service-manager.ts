/**
 * What a service manager is told (sd_notify(3)). Its socket is a Unix datagram socket, which Node cannot write to, so
 * the program `systemd-notify` does it; it is another process than the one that runs, hence `NotifyAccess=all` in the
 * unit. Without a manager that listens there is nothing to do.
 */
import { spawn } from 'node:child_process';
import { systemClock, type Clock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';

/** A manager that does not answer for this long must not keep back what it is told next. */
const deadline = 5000;

/** Both are replaced by a test. */
interface Notifying {
  readonly clock: Clock;
  readonly program: string;
}

export interface ServiceManager {
  /** `READY=1`, `STATUS=…`: the assignments of sd_notify(3). */
  tell(...assignments: readonly string[]): void;
}

export function serviceManager(
  environment: Readonly<Record<string, string | undefined>>,
  logger: Logger,
  { clock, program }: Notifying = { clock: systemClock, program: 'systemd-notify' },
): ServiceManager {
  const { NOTIFY_SOCKET: socket } = environment;
  if (socket === undefined || socket === '') return { tell: () => undefined };
  // One after the other, or a STOPPING could overtake its READY.
  let turn: Promise<void> = Promise.resolve();
  return {
    tell: (...assignments) => {
      turn = turn.then(() => notify(assignments, socket, logger, { clock, program }));
    },
  };
}

function notify(
  assignments: readonly string[],
  socket: string,
  logger: Logger,
  { clock, program }: Notifying,
): Promise<void> {
  return new Promise((resolve) => {
    const env = { ...process.env, NOTIFY_SOCKET: socket };
    const child = spawn(program, [...assignments], { stdio: 'ignore', env });
    const ended = new AbortController();
    clock.sleep(deadline, ended.signal).then(
      () => {
        logger.error({ after: deadline }, 'the service manager could not be told: systemd-notify does not end');
        child.kill('SIGKILL');
      },
      () => undefined,
    );
    child.once('error', (error) => {
      logger.error({ found: error.message }, 'the service manager could not be told: systemd-notify is missing');
      ended.abort();
      resolve();
    });
    child.once('exit', () => {
      ended.abort();
      resolve();
    });
  });
}
