/** What each mirror of the configuration answers to a question that hurts nobody. */
import type { Mirror } from '../../../contract/mirror.js';
import { mirrorOf } from '../../config/mirror-settings.js';
import type { Settings } from '../../config/schema.js';
import { MirrorAsker } from '../../mirrors/ask-mirror.js';
import { knownOr, type Known } from '../known.js';

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
        return { mirror, status: await knownOr(async () => (await asker.ask('GET', path)).status) };
      } finally {
        asker.close();
      }
    }),
  );
}
