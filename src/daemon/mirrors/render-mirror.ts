/** What `drydock mirror config` prints: the configuration of nginx for a mirror, from the settings. */
import { nginxConfig, type NginxFormat } from '../../servers/mirror/nginx-config.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { MirrorSettings } from '../config/mirror-settings.js';
import type { Settings } from '../config/schema.js';
import { findMirror } from './find-mirror.js';

/** @throws MIRROR_UNKNOWN, MIRROR_NOT_RENDERED */
export function renderMirror({ servers }: Pick<Settings, 'servers'>, name: string, format: NginxFormat): string {
  const mirror = findMirror(servers.mirrors, name);
  if (mirror.kind !== 'nginx') throw notRendered(name, 'a tree, which any web server can serve');
  const { hostname, port } = new URL(mirror.url);
  return nginxConfig(
    {
      name,
      address: hostname,
      port: port === '' ? 80 : Number(port),
      origin: originOf(mirror, servers),
      cache: mirror.cache ?? `/var/cache/nginx/drydock-${name}`,
      cacheSize: mirror.cacheSize,
      idleTimeout: servers.limits.idleTimeout,
    },
    format,
  );
}

function originOf({ name, origin }: MirrorSettings, { http }: Settings['servers']): string {
  if (origin !== undefined) return origin.replace(/\/$/, '');
  const [listener] = http;
  const address = listener?.advertise ?? listener?.address;
  if (listener === undefined || address === undefined || address.startsWith('127.') || listener.port === 0)
    throw notRendered(name, 'no HTTP listener that another machine could be told of');
  return `http://${address}:${listener.port}`;
}

function notRendered(subject: string, found: string): DrydockError {
  return new DrydockError('MIRROR_NOT_RENDERED', {
    attempted: 'rendering the configuration of a mirror',
    subject,
    found,
  });
}
