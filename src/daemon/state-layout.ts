/** Where each thing lies in the state folder: one table, so that two processes cannot mean different files. */
import { join } from 'node:path';

export interface StateLayout {
  readonly folder: string;
  /** Written by `pool add` and `pool remove`, read by the controller. */
  readonly pools: string;
  /** Passwords of the pools that were added over the control API, a file for each; closed to everybody else. */
  readonly poolPasswords: string;
  /** Written by the controller alone. */
  readonly journal: string;
  /** What is still to be told to people. */
  readonly outbox: string;
  readonly controller: string;
  /** There while Drydock was stopped on purpose and not started since. */
  readonly stoppedNote: string;
  /** Dumps of pool databases, made by runs. */
  readonly dumps: string;
  readonly controllerSocket: string;
  readonly controllerLog: string;
  /** Written by the media server alone: grants and activity. */
  readonly mediaServer: string;
  readonly mediaServerSocket: string;
  readonly mediaServerLog: string;
  /** The settings that each of the two was started with, written by whoever starts it. */
  readonly startedWith: { readonly mediaServer: string; readonly controller: string };
  /** Written by `media prove`, read by whoever plans: what each mirror was proven to have. */
  readonly mirrorProofs: string;
  /** Held while it is started. Not in its own folder, which may belong to a user whom root must not trust. */
  readonly mediaServerStartLock: string;
  /** Written by the process that keeps the NFS exports, and by the NFS server that it runs. */
  readonly nfs: string;
  /** Beside that folder, which is closed to servers.runAs: serving processes read it. */
  readonly nfsStatus: string;
  /** Written by `access …`, read by the controller: people and tokens. */
  readonly access: string;
  /** Written by the controller, and by `access …`. */
  readonly audit: string;
  /** Written by the controller alone: who is signed in, and when tokens were used. */
  readonly sessions: string;
  readonly tokenUse: string;
  /** Uploads until they are imported. */
  readonly uploads: string;
  /** Where people put files that may be imported through the dashboard. */
  readonly incoming: string;
}

export function stateLayout(folder: string): StateLayout {
  const controller = join(folder, 'controller');
  const mediaServer = join(folder, 'media-server');
  return {
    folder,
    pools: join(folder, 'pools.json'),
    poolPasswords: join(controller, 'pool-passwords'),
    journal: join(controller, 'journal.sqlite'),
    outbox: join(controller, 'notifications.sqlite'),
    controller,
    dumps: join(controller, 'dumps'),
    stoppedNote: join(folder, 'stopped'),
    controllerSocket: join(folder, 'controller.sock'),
    controllerLog: join(controller, 'controller.log'),
    mediaServer,
    mediaServerSocket: join(folder, 'media-server.sock'),
    mediaServerLog: join(mediaServer, 'media-server.log'),
    startedWith: {
      mediaServer: join(folder, 'media-server-settings.json'),
      controller: join(folder, 'controller-settings.json'),
    },
    mirrorProofs: join(folder, 'mirror-proofs'),
    mediaServerStartLock: join(folder, 'media-server-start.lock'),
    nfs: join(folder, 'nfs'),
    nfsStatus: join(folder, 'nfs-status.json'),
    access: join(folder, 'access.json'),
    audit: join(folder, 'audit'),
    sessions: join(controller, 'sessions.json'),
    tokenUse: join(controller, 'token-use.json'),
    uploads: join(controller, 'uploads'),
    incoming: join(folder, 'incoming'),
  };
}
