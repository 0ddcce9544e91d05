/** The mirrors as the controller uses them: those of the configuration, with what the state folder keeps of their proofs. */
import type { MediaServerApi } from '../../contract/media-server.js';
import type { MirrorAccess, MirrorProof } from '../../controller/mirrors/mirror-access.js';
import type { Medium } from '../../media/catalogue.js';
import { openCatalogue } from '../../media/store/open-catalogue.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { mirrorOf } from '../config/mirror-settings.js';
import type { Settings } from '../config/schema.js';
import { lookAtMirror } from './look-at-mirror.js';
import { readProof, type ProofRecord } from './proof-file.js';

export function mirrorAccess(
  settings: Pick<Settings, 'servers' | 'state' | 'media'>,
  mediaServer: MediaServerApi | undefined,
): MirrorAccess {
  const catalogue = openCatalogue(settings.media.cache);
  const open = async (id: string): Promise<Medium> => {
    const medium = await catalogue.open(id);
    if (medium !== undefined) return medium;
    throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'looking at a mirror', subject: id });
  };
  return {
    all: settings.servers.mirrors.map((one) => ({
      mirror: mirrorOf(one),
      pools: one.pools,
      networks: one.networks,
    })),
    proof: async (mirror, media): Promise<MirrorProof> => {
      const { manifest } = await open(media);
      let record: ProofRecord | undefined;
      try {
        record = await readProof(settings.state, mirror, manifest);
      } catch (error) {
        return { kind: 'failed', at: 0, reason: `the record of the proof cannot be read: ${describeCause(error)}` };
      }
      if (record === undefined) return { kind: 'never' };
      const { at, result, reason } = record;
      return result === 'proven' ? { kind: 'proven', at } : { kind: 'failed', at, reason: reason ?? 'it failed' };
    },
    look: async (mirror, media, signal) => {
      if (mediaServer === undefined)
        throw new DrydockError('MEDIA_SERVER_UNREACHABLE', { attempted: 'looking at a mirror', subject: mirror.name });
      await lookAtMirror({ mirror, medium: await open(media), mediaServer, signal });
    },
  };
}
