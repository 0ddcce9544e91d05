/** The controller process: started by `drydock serve`, detached, with its log as standard error. */
import { documentOf } from '../../contract/error-document.js';
import { systemClock, type Clock } from '../../shared/clock.js';
import { createLogger } from '../../shared/logger.js';
import { controllerSettingsFrom } from './process-settings.js';
import { startController } from './start-controller.js';

let log = createLogger('controller');

try {
  const { settings, paceFactor } = controllerSettingsFrom(process.env);
  log = createLogger('controller', settings.log.level);
  // The right time, and shorter pauses between two looks.
  const clock: Clock = {
    now: () => systemClock.now(),
    sleep: (duration, signal) => systemClock.sleep(duration * paceFactor, signal),
  };
  const controller = await startController({ settings, environment: process.env, clock, log });
  const stop = (): void => {
    controller.stop().catch((error: unknown) => {
      log.error({ error: documentOf(error, 'stopping the controller') }, 'the controller did not stop well');
      process.exitCode = 1;
    });
  };
  // A run stays in the journal and goes on at the next start: ending the controller never hurts a host.
  process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGHUP', stop);
  await controller.stopped;
  log.info({}, 'controller has stopped');
} catch (error) {
  log.error({ error: documentOf(error, 'starting the controller') }, 'the controller cannot start');
  process.exitCode = 1;
}
