/** What each mirror of the configuration answers to a question that hurts nobody. */
import type { Mirror } from '../../../contract/mirror.js';
import { mirrorOf } from '../../config/mirror-settings.js';
import type { Settings } from '../../config/schema.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { MirrorAsker } from '../../mirrors/ask-mirror.js';
import { known, unknown, type Known } from '../known.js';

export interface MirrorFacts {
  readonly mirror: Mirror;
  /** For nginx: below the address of a host that does not exist, which it must ask the media server about. */
  readonly status: Known<number>;
}

const deadline = 5000;

export function readMirrors(
  { servers }: Pick<Settings, 'servers'>,
  signal: AbortSignal,
): Promise<readonly MirrorFacts[]> {
  return Promise.all(
    servers.mirrors.map(async (settings) => {
      const mirror = mirrorOf(settings);
      const asker = new MirrorAsker(mirror.name, mirror.url, signal, deadline);
      const path = mirror.kind === 'nginx' ? `i/${'a'.repeat(26)}/doctor` : 'doctor';
      try {
        return { mirror, status: known((await asker.ask('GET', path)).status) };
      } catch (error) {
        if (!(error instanceof DrydockError)) throw error;
        return { mirror, status: unknown(error.details.found ?? error.code) };
      } finally {
        asker.close();
      }
    }),
  );
}
