/**
 * How the hosts of a rehearsal fetch: everything is looked up in the medium's real manifest and answered as the media
 * server would; only what an installer reads *in* (descriptions and package lists) is really read. The bytes of packages
 * and boot files were verified at import, and reading them for each host of each run would take hours.
 */
import { verifiedElsewhere, type MediaAnswer, type MediaTransport } from '../../installer/client-script.js';
import type { Medium } from '../../media/catalogue.js';
import type { FileRole } from '../../media/manifest.js';
import type { InProcessMediaServer } from '../../servers/in-process.js';
import type { MediaTransportFactory } from '../../simulator/world.js';

/** Roles of the files whose content decides what an installer does. */
const understood: readonly FileRole[] = ['discovery', 'metadata', 'key'];

export function manifestMedia(server: () => InProcessMediaServer, medium: Medium): MediaTransportFactory {
  return (baseUrl): MediaTransport => ({
    request: async ({ path, mode }): Promise<MediaAnswer> => {
      const target = new URL(baseUrl).pathname + path.split('/').map(encodeURIComponent).join('/');
      const file = medium.file(path);
      const carried = mode === 'probe' || (file !== undefined && understood.includes(file.role));
      const answer = await server().answer({ path: target, mode: carried ? mode : 'account' });
      if (answer.status !== 200) return { outcome: 'missing', status: answer.status };
      const size = Number(answer.headers['Content-Length'] ?? file?.size ?? 0);
      if (mode === 'probe') return { outcome: 'found', size };
      return { outcome: 'found', size, body: carried ? answer.body : verifiedElsewhere };
    },
    close: () => Promise.resolve(),
  });
}
