/** The way into the hosts of a run's pool, if it has one. A credential that cannot be read now costs the run nothing but knowledge. */
import { join } from 'node:path';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { InsideTools } from '../effects/inside-tools.js';
import type { MediaAccess } from '../media-access.js';
import type { HostShell } from '../shell/host-shell.js';
import { stagedFiles, type StagedFile } from '../shell/read-staged.js';

export interface InsideOptions {
  readonly run: string;
  readonly media: Pick<MediaAccess, 'open'>;
  readonly log: Logger;
  readonly dumpFolder: string;
  /** Undefined, or absent: SSH is not set up for the pool. */
  openShell?(): Promise<HostShell | undefined>;
}

/** Below the folder of the dumps, which only the controller's user may read. */
function installerLogFolder(dumpFolder: string): string {
  return join(dumpFolder, 'installer-logs');
}

export async function insideToolsOf(options: InsideOptions): Promise<InsideTools | undefined> {
  const shell = await openShell(options);
  if (shell === undefined) return undefined;
  return {
    shell,
    logFolder: installerLogFolder(options.dumpFolder),
    bootFiles: (id) => bootFilesOf(options.media, id),
  };
}

async function openShell(options: InsideOptions): Promise<HostShell | undefined> {
  try {
    return await options.openShell?.();
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    options.log.warn({ run: options.run, problem: describeCause(error) }, 'hosts cannot be looked into over SSH');
    return undefined;
  }
}

async function bootFilesOf(media: Pick<MediaAccess, 'open'>, id: string): Promise<ReadonlyMap<StagedFile, string>> {
  const medium = await media.open(id);
  const names = Object.keys(stagedFiles) as StagedFile[];
  return new Map(
    names.flatMap((name) => {
      const file = medium?.file(stagedFiles[name]);
      return file === undefined ? [] : [[name, file.sha256] as const];
    }),
  );
}
