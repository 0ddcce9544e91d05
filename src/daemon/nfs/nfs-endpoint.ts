/** Where hosts find NFS, as the configuration says; undefined when it is off. */
import type { Endpoint } from '../../contract/media-server.js';
import type { NfsSettings } from '../config/nfs-settings.js';

export function nfsEndpoint(settings: NfsSettings): Endpoint | undefined {
  if (settings.mode === 'off') return undefined;
  return { protocol: 'nfs', address: settings.advertise ?? settings.address, port: settings.port };
}
