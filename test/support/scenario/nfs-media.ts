// Hosts that read over NFS in one process: what the grants of the moment export, to whom, and the files of the medium's folder.
import type { MediaServerApi } from '../../../src/contract/media-server.js';
import { wantedExports } from '../../../src/daemon/nfs/wanted-exports.js';
import { mountsOf } from '../../../src/daemon/simulator/exported-mounts.js';
import { NfsTransport, type NfsMounts } from '../../../src/installer/transports/nfs.js';
import type { MediaCatalogue } from '../../../src/media/catalogue.js';
import type { GrantRecord } from '../../../src/servers/grants/grant-record.js';
import type { MediaTransportFactory } from '../../../src/simulator/world.js';
import type { Fetch } from './in-memory-media.js';

export function grantedMounts(server: () => MediaServerApi, catalogue: MediaCatalogue): NfsMounts {
  return mountsOf({
    address: '192.0.2.1',
    versions: [4],
    exports: async () => {
      const shown = await server().grants();
      const grants = shown.map((grant) => ({ ...grant, token: grant.path.split('/')[2] }) as unknown as GrantRecord);
      return wantedExports({ grants, catalogue, clients: [] });
    },
  });
}

export function nfsMedia(mounts: NfsMounts, log: Fetch[]): MediaTransportFactory {
  return (baseUrl, profile, { address }) => {
    const transport = new NfsTransport(baseUrl, profile, { mounts, client: address });
    return {
      request: async (request) => {
        const answer = await transport.request(request);
        const status = answer.outcome === 'found' ? 200 : answer.outcome === 'missing' ? answer.status : 0;
        log.push({ url: baseUrl, path: request.path, mode: request.mode, phase: request.phase, status });
        return answer;
      },
      close: () => transport.close(),
    };
  };
}
