/**
 * Keeps an NFS server running and its exports as the grants want them. A process of its own runs it, so that nothing that
 * happens here touches HTTP or FTP; and the NFS server outlives it, so that a host that is installing notices nothing.
 */
import { documentOf } from '../../contract/error-document.js';
import type { NfsExport } from '../../servers/nfs/nfs-export.js';
import { isOurs } from '../../servers/nfs/owned-file.js';
import type { Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { restartDelay } from '../media-server/restart-delay.js';
import { applyExports, contentOf } from './apply-exports.js';
import type { NfsServer } from './nfs-server.js';
import { problemOf, type NfsProblem } from './nfs-status.js';

/** A host waits for its export, so this is short; a look costs some calls of stat(2). */
const lookEvery = 100;
/** A server that lived no longer than this has not really lived. */
const quickDeath = 5000;
/** How long before a refused change is tried again. */
const retryAfter = 2000;

export interface KeeperParts {
  readonly server: NfsServer;
  readonly wanted: () => Promise<WantedExports>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called when anything of it changes. */
  readonly tell: (report: KeeperReport) => Promise<void>;
}

export interface WantedExports {
  readonly exports: readonly NfsExport[];
  /** How much of the grants was read for it. */
  readonly grantsRead: number;
}

export interface KeeperReport {
  readonly serving: boolean;
  readonly exports: readonly string[];
  /** What is exported follows from so much of the grants: a host whose grant came later must wait for the next report. */
  readonly grantsRead: number;
  readonly problem: NfsProblem | null;
  readonly starts: number;
}

export class NfsKeeper {
  #starts = 0;
  #lastStart = -Infinity;
  #quickDeaths = 0;
  /** The server has read the file as it is: not yet known of one that was running before. */
  #settled = false;
  /** What is in the file. */
  #exports: readonly string[] = [];
  #grantsRead = 0;
  #told = '';

  constructor(private readonly parts: KeeperParts) {}

  /** Returns when the signal says so, and at no other time: nobody would start it again. The server is left as it is. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let pause = lookEvery;
      try {
        await this.#turn(signal);
        await this.#tell(null);
      } catch (error) {
        // An aborted wait ends with the signal's own reason.
        if (isAborted(signal) && !(error instanceof DrydockError)) return;
        const known = knownError(error);
        await this.#tell(problemOf(known)).catch((cause: unknown) => {
          this.parts.logger.error(
            { error: documentOf(cause, 'telling of the NFS exports') },
            'what NFS does is not told',
          );
        });
        pause = known.code === 'NFS_SERVER_FAILED' ? lookEvery : retryAfter;
      }
      await this.parts.clock.sleep(pause, signal).catch(() => undefined);
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { server } = this.parts;
    if (server.isAlive()) {
      const wanted = await this.parts.wanted();
      // What it has may not be what the file says, if a keeper died between the two.
      if (!this.#settled) await server.reload();
      this.#settled = true;
      await this.#apply(wanted);
      return;
    }
    this.#settled = false;
    try {
      await this.#apply(await this.parts.wanted());
    } catch (error) {
      // Hosts may be installing from what was exported before, whatever is wrong with what is wanted now.
      if (await this.#hasFile()) await this.#start(signal);
      throw error;
    }
    await this.#start(signal);
  }

  async #hasFile(): Promise<boolean> {
    const content = await contentOf(this.parts.server.file);
    return content !== undefined && content.trim() !== '' && isOurs(content);
  }

  async #apply({ exports, grantsRead }: WantedExports): Promise<void> {
    if (await applyExports(this.parts.server, exports)) {
      this.parts.logger.info({ exports: namesOf(exports) }, 'the NFS exports were changed');
    }
    this.#exports = namesOf(exports);
    this.#grantsRead = grantsRead;
  }

  async #start(signal: AbortSignal): Promise<void> {
    const { server, clock, logger } = this.parts;
    if (this.#starts > 0) {
      this.#quickDeaths = clock.now() - this.#lastStart < quickDeath ? this.#quickDeaths + 1 : 0;
      logger.warn({ starts: this.#starts, quickDeaths: this.#quickDeaths }, 'the NFS server has ended');
      await clock.sleep(restartDelay(this.#quickDeaths), signal);
    }
    this.#starts += 1;
    this.#lastStart = clock.now();
    await server.start(signal);
    this.#settled = true;
    logger.info({ starts: this.#starts }, 'the NFS server runs');
  }

  async #tell(problem: NfsProblem | null): Promise<void> {
    const serving = this.#settled && this.parts.server.isAlive();
    const exports = serving ? this.#exports : [];
    const report = { serving, exports, grantsRead: this.#grantsRead, problem, starts: this.#starts };
    const text = JSON.stringify(report);
    if (text === this.#told) return;
    if (problem !== null) this.parts.logger.error({ problem }, 'NFS is not as it should be');
    await this.parts.tell(report);
    this.#told = text;
  }
}

function namesOf(exports: readonly NfsExport[]): string[] {
  return exports.filter(({ clients }) => clients.length > 0).map(({ id }) => id);
}

/** Whatever it is: the next try may find it gone. */
function knownError(error: unknown): DrydockError {
  if (error instanceof DrydockError) return error;
  return new DrydockError('NFS_APPLY_FAILED', {
    attempted: 'keeping the NFS exports',
    found: describeCause(error),
    cause: error,
  });
}

/** Keeps the compiler from believing that a signal never changes while something else is waited for. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
