/** The process that keeps the NFS exports: started by `drydock serve`, detached, with its log as standard error. */
import { documentOf } from '../../contract/error-document.js';
import { createLogger } from '../../shared/logger.js';
import { takeProcessLock } from '../../shared/process-lock.js';
import { KeeperProcess } from './keeper-process.js';
import { keeperLockPath } from './nfs-status.js';
import { keeperSettingsFrom } from './process-settings.js';

let logger = createLogger('nfs');

// Its status is for serving processes of another user, whatever the umask of whoever started it; the rest says what it is.
process.umask(0o022);
try {
  const settings = keeperSettingsFrom(process.env);
  logger = createLogger('nfs', settings.logLevel);
  const lock = takeProcessLock(keeperLockPath(settings.stateFolder), 'keeping the NFS exports');
  const keeper = new KeeperProcess(settings, logger);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => keeper.stopIfAllowed());
  await keeper.run();
  lock.release();
} catch (error) {
  logger.error({ error: documentOf(error, 'keeping the NFS exports') }, 'the NFS exports are kept no longer');
  process.exitCode = 1;
}
