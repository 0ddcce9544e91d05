/**
 * The configuration of nginx as a caching mirror. Each request is checked with the media server first (auth_request), which
 * names the content by its SHA-256; the cache is kept by that name, so that all hosts, grants and media share one copy of a
 * file, and none can be an old one. Files are fetched and kept in slices: a host that waits for another's fetch gets bytes
 * meanwhile, and one that only looks whether a file is there costs a slice, not the file.
 */
import { mirrorFields, mirrorPaths } from './mirror-door.js';

export interface NginxMirror {
  readonly name: string;
  /** Where hosts reach it: the address that they send as `Host`, and the port. */
  readonly address: string;
  readonly port: number;
  /** Of the media server: `http://192.0.2.10:8080`. */
  readonly origin: string;
  readonly cache: string;
  /** Gigabytes. */
  readonly cacheSize: number;
  /** Seconds; as long as the media server keeps a silent connection. */
  readonly idleTimeout: number;
}

/** site: for a folder that nginx includes in its `http` block. whole: for a machine or container that does nothing else. */
export const nginxFormats = ['site', 'whole'] as const;

export type NginxFormat = (typeof nginxFormats)[number];

/** Large enough that a disk and a line are used well, small enough that a slow line brings one before a client gives up. */
const slice = '4m';

/** What is there is good for ever: its name is its digest. Without use for so long it may go. */
const unused = '365d';

export function nginxConfig(mirror: NginxMirror, format: NginxFormat): string {
  const site = `${head(mirror)}\n${httpBlock(mirror)}`;
  return format === 'site' ? site : whole(site);
}

function head({ name, origin }: NginxMirror): string {
  return [
    `# The mirror ${name} of the media server at ${origin}. Rendered by "drydock mirror config ${name}":`,
    '# change the configuration file of Drydock and render it again, rather than this file.',
    '# It needs nginx 1.19.1 or newer with auth_request and slice, as Debian, Ubuntu and nginx.org build it.',
    '',
  ].join('\n');
}

function whole(site: string): string {
  const inside = site
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
  return `worker_processes auto;
worker_rlimit_nofile 16384;
error_log stderr crit;

events {
  worker_connections 4096;
}

http {
${inside}
}
`;
}

function httpBlock(mirror: NginxMirror): string {
  const { name, address, port, cache, cacheSize, idleTimeout } = mirror;
  const own = name.replaceAll('-', '_');
  return `proxy_cache_path ${cache} levels=1:2 keys_zone=drydock_${own}:32m max_size=${cacheSize}g min_free=1g inactive=${unused} use_temp_path=off;

# No address of a host is in it: that is a secret. What was asked for stands there by grant and path.
log_format drydock_${own} escape=json
  '{"at":"$time_iso8601","mirror":"${name}","client":"$remote_addr","method":"$request_method","grant":"$drydock_grant",'
  '"path":"$drydock_path","object":"$drydock_object","range":"$http_range","status":$status,"bytes":$body_bytes_sent,'
  '"seconds":$request_time,"cache":"$upstream_cache_status","complete":"$request_completion","origin":"$upstream_status"}';

upstream drydock_${own} {
  server ${authority(mirror.origin)};
  # For each worker: all of them are one address there, and it counts connections by address.
  keepalive 8;
  # Below what the media server waits for the next request on a connection.
  keepalive_timeout ${Math.max(1, Math.min(60, idleTimeout - 5))}s;
}

server {
  listen ${port};
  # By its name: another site of this machine may be the default of the port, as Debian's own is of port 80.
  server_name ${address};
  server_tokens off;

  access_log /var/log/nginx/drydock-${name}.log drydock_${own};
  # From "error" on, messages hold the request and so the secret address of a host.
  error_log /var/log/nginx/drydock-${name}.error.log crit;

  # No request has a body, and nothing is rewritten, compressed, redirected or listed.
  if ($request_method !~ ^(GET|HEAD)$) {
    return 405;
  }
  client_max_body_size 1;
  client_header_timeout 15s;
  client_body_timeout 15s;
  send_timeout 120s;
  keepalive_timeout 65s;
  keepalive_requests 100000;
  reset_timedout_connection on;
  gzip off;
  sendfile on;
  tcp_nopush on;
  types { }
  default_type application/octet-stream;

  proxy_http_version 1.1;
  proxy_set_header Host ${authority(mirror.origin)};
  proxy_set_header Connection "";
  proxy_set_header Accept-Encoding "";
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_connect_timeout 10s;
  proxy_read_timeout 60s;
  proxy_send_timeout 15s;
  proxy_redirect off;
${tls(mirror.origin)}
  error_page 403 404 = @missing;
  error_page 500 502 503 504 = @away;

  # The address of a host: /i/SECRET/PATH. There is no other.
  location ~ "^/i/[a-z2-7]{26}/." {
    auth_request /_drydock_check;
    auth_request_set $drydock_object $upstream_http_${variable(mirrorFields.object)};
    auth_request_set $drydock_grant $upstream_http_${variable(mirrorFields.grant)};
    auth_request_set $drydock_path $upstream_http_${variable(mirrorFields.path)};

    slice ${slice};
    proxy_cache drydock_${own};
    proxy_cache_key $drydock_object$slice_range;
    proxy_cache_valid 200 206 ${unused};
    proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires X-Accel-Redirect X-Accel-Buffering X-Accel-Charset X-Accel-Limit-Rate;
    # Of many hosts that ask for the same slice at once, one fetches it.
    proxy_cache_lock on;
    proxy_cache_lock_age 120s;
    proxy_cache_lock_timeout 120s;

    # Again with each use of this directive: none is inherited where there is one.
    proxy_set_header Host ${authority(mirror.origin)};
    proxy_set_header Connection "";
    proxy_set_header Accept-Encoding "";
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header Range $slice_range;
    proxy_set_header If-Range "";
    proxy_set_header If-None-Match "";
    proxy_set_header If-Modified-Since "";
    # The very content that was named: a medium that was replaced in between answers 412, which is not kept.
    proxy_set_header If-Match '"$drydock_object"';
    proxy_set_header If-Unmodified-Since "";
    proxy_pass ${scheme(mirror.origin)}://drydock_${own}${mirrorPaths.fill}$request_uri;
  }

  # Asked at the media server for each request, and never remembered: a grant that was withdrawn is gone at once.
  location = /_drydock_check {
    internal;
    proxy_cache off;
    proxy_pass_request_body off;
    proxy_pass_request_headers off;
    proxy_method GET;
    proxy_pass ${scheme(mirror.origin)}://drydock_${own}${mirrorPaths.check}$request_uri;
  }

  location = /healthz {
    default_type text/plain;
    return 200 "alive\\n";
  }

  location / {
    return 404;
  }

  location @missing {
    default_type text/plain;
    return 404 "There is no such file.\\n";
  }

  # The media server did not answer: what lies in the cache stays there, since nobody can say who may still read it.
  location @away {
    default_type text/plain;
    add_header Retry-After 5 always;
    return 503 "The media server behind this mirror does not answer.\\n";
  }
}
`;
}

function tls(origin: string): string {
  if (scheme(origin) === 'http') return '';
  return `
  proxy_ssl_server_name on;
  proxy_ssl_name ${new URL(origin).hostname};
  proxy_ssl_verify on;
  proxy_ssl_verify_depth 4;
  proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;
  proxy_ssl_session_reuse on;
`;
}

function scheme(origin: string): 'http' | 'https' {
  return new URL(origin).protocol === 'https:' ? 'https' : 'http';
}

function authority(origin: string): string {
  const { hostname, port } = new URL(origin);
  return `${hostname}:${port === '' ? (scheme(origin) === 'https' ? 443 : 80) : port}`;
}

/** How nginx calls a field of an answer. */
function variable(field: string): string {
  return field.toLowerCase().replaceAll('-', '_');
}
