/** The serving process: told what to do by its supervisor, and gone when that is gone. */
import type { Socket } from 'node:net';
import { Socket as NetSocket } from 'node:net';
import { documentOf } from '../../contract/error-document.js';
import { toWorkerSchema, type FromWorker, type ToWorker } from '../../servers/handover/messages.js';
import { createLogger } from '../../shared/logger.js';
import { productVersion } from '../../shared/version.js';
import { ServingProcess } from './serving-process.js';
import { readableServingFiles, readServingFiles, type ServingFiles } from './serving-files.js';
import { workerSettings, type WorkerSettings } from './settings.js';

const settingsOrEnd = (): WorkerSettings => {
  try {
    return workerSettings(process.env);
  } catch (error) {
    createLogger('media-server').error({ error: documentOf(error, 'serving media') }, 'the serving process ends');
    process.exit(1);
  }
};

const { insist, handover, ...settings } = settingsOrEnd();
const logger = createLogger('media-server', settings.logLevel);

const send = (message: FromWorker): void => {
  if (process.connected) process.send?.(message);
};

const fail = (error: unknown): never => {
  logger.error({ error: documentOf(error, 'serving media') }, 'the serving process ends');
  process.exit(1);
};

const filesOrEnd = (): ServingFiles => {
  try {
    return insist
      ? readServingFiles(settings.guards, process.env)
      : readableServingFiles(settings.guards, process.env, logger);
  } catch (error) {
    return fail(error);
  }
};

const serving = new ServingProcess({ settings, files: filesOrEnd(), logger, send, end: () => process.disconnect() });

process.on('message', (raw, handle) => {
  const message: ToWorker = toWorkerSchema.parse(raw);
  const socket: Socket | undefined = handle instanceof NetSocket ? handle : undefined;
  serving.received(message, socket).catch(fail);
});

// Without its supervisor nobody would ever end this process, and nobody hands it connections.
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

// A planned restart; Ctrl-C at a terminal is meant for `drydock serve` alone.
process.on('SIGTERM', () => send({ kind: 'restart-wanted' }));
process.on('SIGINT', () => undefined);

// A supervisor of the first version takes no other word than the bare one.
send(handover === 1 ? { kind: 'loaded' } : { kind: 'loaded', version: productVersion });
