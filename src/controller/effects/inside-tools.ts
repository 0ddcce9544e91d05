/** What effects need that look into a host over SSH; a pool without SSH has none of it, and its runs do without. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Asker } from '../shell/ask.js';
import type { HostShell } from '../shell/host-shell.js';
import type { StagedFile } from '../shell/read-staged.js';
import type { EffectRequest, EffectTools } from './effect.js';
import { detailText, hostName } from './request-detail.js';

export interface InsideTools {
  readonly shell: HostShell;
  /** sha256 of what `main` copies from the medium, by its name in /boot/installer. */
  bootFiles(media: string): Promise<ReadonlyMap<StagedFile, string>>;
  /** Where the installers' logs go; a folder that only the controller's user may read. */
  readonly logFolder: string;
}

/** Logs in to the host of the request, asks, and logs out. */
export async function askHost<T>(
  request: EffectRequest,
  tools: EffectTools,
  ask: (asker: Asker, inside: InsideTools) => Promise<T>,
): Promise<T> {
  const { inside, signal } = tools;
  if (inside === undefined) {
    throw new DrydockError('SSH_UNREACHABLE', {
      attempted: 'looking into a host',
      subject: hostName(request),
      found: 'SSH is not set up for its pool any more',
    });
  }
  const host = { uuid: request.key, name: hostName(request), address: detailText(request, 'address') };
  const session = inside.shell.open(host);
  try {
    return await ask(new Asker(session, signal), inside);
  } finally {
    session.close();
  }
}
