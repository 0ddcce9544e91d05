// Hosts that read at a mirror in one process: an nginx that asks the media server before each answer, or a tree that asks nobody.
import { readFile } from 'node:fs/promises';
import type { Mirror } from '../../../src/contract/mirror.js';
import type { MediaAnswer, MediaTransport } from '../../../src/installer/client-script.js';
import type { Medium } from '../../../src/media/catalogue.js';
import type { InProcessMediaServer } from '../../../src/servers/in-process.js';
import type { MediaTransportFactory } from '../../../src/simulator/world.js';
import type { Fetch } from './in-memory-media.js';

export const mirrorAddress = '192.0.2.20';

export function mirroredMedia(
  mirror: Mirror,
  medium: Medium,
  server: () => InProcessMediaServer,
  log: Fetch[],
): MediaTransportFactory {
  const cache = new Map<string, Uint8Array>();
  const cached = async (path: string): Promise<Uint8Array> => {
    const file = medium.file(path);
    const body = cache.get(path) ?? (file === undefined ? new Uint8Array() : await readFile(medium.location(file)));
    cache.set(path, body);
    return body;
  };
  return (baseUrl, _profile, { address }): MediaTransport => ({
    request: async ({ path, mode, phase }): Promise<MediaAnswer> => {
      const url = new URL(baseUrl);
      let status = 404;
      if (url.origin === new URL(mirror.url).origin) {
        if (mirror.kind === 'tree') status = medium.file(path) === undefined ? 404 : 200;
        else {
          const target = `/mirror/check${url.pathname}${path.split('/').map(encodeURIComponent).join('/')}`;
          const headers = { 'x-forwarded-for': address };
          const checked = await server().answer({ path: target, headers, client: mirrorAddress });
          status = checked.status === 403 ? 404 : checked.status;
        }
      }
      log.push({ url: baseUrl, path, mode, phase, status });
      if (status !== 200) return { outcome: 'missing', status };
      const body = await cached(path);
      return mode === 'read' ? { outcome: 'found', size: body.length, body } : { outcome: 'found', size: body.length };
    },
    close: () => Promise.resolve(),
  });
}
