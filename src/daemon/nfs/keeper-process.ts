/** The composition root of the keeper: grants read from the media server's log, exports applied, ended with the media server. */
import { existsSync } from 'node:fs';
import { openCatalogue } from '../../media/store/open-catalogue.js';
import type { GrantRecord } from '../../servers/grants/grant-record.js';
import { LoggedGrants } from '../../servers/grants/logged-grants.js';
import { systemClock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import { processFilePath } from '../media-server/process-file.js';
import { grantLogPath } from '../media-server/state-files.js';
import { stateLayout } from '../state-layout.js';
import { GaneshaServer } from './ganesha-server.js';
import { kernelServer } from './kernel-server.js';
import { NfsKeeper } from './nfs-keeper.js';
import type { NfsServer } from './nfs-server.js';
import { removeNfsStatus, writeNfsStatus } from './nfs-status.js';
import type { KeeperSettings } from './process-settings.js';
import { wantedExports } from './wanted-exports.js';

const lookForStop = 200;
/** It answers a moment before it has written its process file. */
const mediaServerStart = 10_000;

export class KeeperProcess {
  readonly #stop = new AbortController();
  readonly #server: NfsServer;
  readonly #logged: LoggedGrants;

  constructor(
    private readonly settings: KeeperSettings,
    private readonly logger: Logger,
  ) {
    const { stateFolder, nfs } = settings;
    const folder = stateLayout(stateFolder).nfs;
    this.#server = nfs.mode === 'kernel' ? kernelServer(nfs.exportsFile) : new GaneshaServer({ ...nfs, folder });
    this.#logged = new LoggedGrants(grantLogPath(stateFolder), systemClock);
  }

  /** Returns when the NFS server has ended as well. */
  async run(): Promise<void> {
    const { settings, logger } = this;
    const { stateFolder, nfs } = settings;
    const catalogue = openCatalogue(settings.mediaCache);
    const keeper = new NfsKeeper({
      server: this.#server,
      wanted: async () => {
        const grants = this.#grants();
        const { known: grantsRead } = this.#logged;
        return { exports: await wantedExports({ grants, catalogue, clients: nfs.clients }), grantsRead };
      },
      clock: systemClock,
      logger,
      tell: (report) =>
        writeNfsStatus(stateFolder, {
          pid: process.pid,
          mode: nfs.mode === 'kernel' ? 'kernel' : 'ganesha',
          ...report,
          exports: [...report.exports],
        }),
    });
    await Promise.all([keeper.run(this.#stop.signal), this.#untilMediaServerStops()]);
    logger.info({}, 'NFS stops');
    await this.#server.stop();
    await removeNfsStatus(stateFolder);
  }

  /** A signal: refused while a host may be installing over NFS. */
  stopIfAllowed(): void {
    const armed = this.#grants().filter(({ state, mountFrom }) => state === 'armed' && mountFrom !== undefined);
    if (armed.length === 0) this.#stop.abort();
    else this.logger.warn({ armed: armed.map(({ id }) => id) }, 'asked to stop, but a host may be installing');
  }

  #grants(): readonly GrantRecord[] {
    return existsSync(grantLogPath(this.settings.stateFolder)) ? this.#logged.list() : [];
  }

  /** The media server takes its process file away when it is stopped, and never when it dies: then hosts still need NFS. */
  async #untilMediaServerStops(): Promise<void> {
    const { signal } = this.#stop;
    const until = systemClock.now() + mediaServerStart;
    const path = processFilePath(this.settings.stateFolder);
    for (let seen = false; !signal.aborted;) {
      const isThere = existsSync(path);
      if (!isThere && (seen || systemClock.now() > until)) this.#stop.abort();
      seen ||= isThere;
      await systemClock.sleep(lookForStop, signal).catch(() => undefined);
    }
  }
}
