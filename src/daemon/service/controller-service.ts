/** The controller as a service: in this process, in the foreground. It may be stopped at any time; its runs are in the journal. */
import { systemClock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import type { Environment } from '../config/resolve.js';
import type { Settings } from '../config/schema.js';
import { startController } from '../controller/start-controller.js';
import { rememberStart } from '../serve/started-with.js';
import { serviceManager } from './service-manager.js';

export interface ControllerServiceParts {
  readonly settings: Settings;
  readonly environment: Environment;
  readonly logger: Logger;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when it has stopped, rejects when it cannot.
 * @param start replaced by a test
 * @throws LOCK_HELD when another controller has the journal, SOCKET_PATH_TOO_LONG
 */
export async function runControllerService(parts: ControllerServiceParts, start = startController): Promise<void> {
  const { settings, environment, logger, signal } = parts;
  const manager = serviceManager(environment, logger);
  const controller = await start({ settings, environment, clock: systemClock, log: logger });
  await rememberStart('controller', settings);
  manager.tell('READY=1');
  const failed = new Promise<never>((_resolve, reject) => {
    const stop = (): void => {
      manager.tell('STOPPING=1');
      controller.stop().catch(reject);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([controller.stopped, failed]);
}
