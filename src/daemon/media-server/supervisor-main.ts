/** The supervisor process of `drydock serve`: detached, with the listening sockets inherited. */
import { documentOf } from '../../contract/error-document.js';
import { Acceptor } from '../../servers/handover/acceptor.js';
import { createLogger } from '../../shared/logger.js';
import { inheritedSockets } from './inherited-sockets.js';
import { listenOnInherited } from './listen.js';
import { runAsTold } from './run-as.js';
import { settingsFromEnvironment } from './settings.js';
import { ShutdownInhibitor } from './shutdown-inhibitor.js';
import { Supervisor } from './supervisor.js';
import { supervisorDoor } from './supervisor-door.js';

const logger = createLogger('media-server-supervisor');

try {
  const settings = settingsFromEnvironment(process.env);
  runAsTold(settings, logger);
  const door = supervisorDoor(settings.guards);
  const acceptor = new Acceptor(logger, door.limits, door.door);
  const sockets = inheritedSockets(process.env, process.pid);
  const listeners = await listenOnInherited(sockets, (socket, service) => acceptor.accept(socket, service));
  const inhibitor = new ShutdownInhibitor(logger);
  const events = {
    armed: (grants: readonly string[]) => inhibitor.armed(grants),
    stopped: () => inhibitor.release(),
  };
  const supervisor = new Supervisor({ settings, acceptor, listeners, logger, events });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => supervisor.stopIfAllowed());
  }
  door.tellTo((refusals) => supervisor.tell(refusals));
  supervisor.start();
} catch (error) {
  logger.error({ error: documentOf(error, 'starting the media server') }, 'the media server cannot start');
  process.exitCode = 1;
}
