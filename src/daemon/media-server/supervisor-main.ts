/** The supervisor process: started by `drydock serve` or by systemd, with the listening sockets inherited. */
import { documentOf } from '../../contract/error-document.js';
import { createLogger } from '../../shared/logger.js';
import { inheritedSockets } from './inherited-sockets.js';
import { runAsTold } from './run-as.js';
import { settingsFromEnvironment } from './settings.js';
import { Supervisor } from './supervisor.js';

const logger = createLogger('media-server-supervisor');

try {
  const settings = settingsFromEnvironment(process.env);
  runAsTold(settings, logger);
  const supervisor = new Supervisor(settings, inheritedSockets(process.env, process.pid), logger);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => supervisor.stopIfAllowed());
  }
  supervisor.start();
} catch (error) {
  logger.error({ error: documentOf(error, 'starting the media server') }, 'the media server cannot start');
  process.exitCode = 1;
}
