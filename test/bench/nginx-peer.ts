/** nginx as the peer of a bench, at its best: sendfile, no log. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../media-builder/programs.js';
import { freePort, startPeer } from './peer-process.js';
import { withChildren } from './other-processes.js';

export interface HttpPeer {
  readonly port: number;
  readonly url: string;
  readonly processes: readonly number[];
  stop(): Promise<void>;
}

/**
 * @param workers by default as many as we have serving processes
 * @returns why there is none, where there is none
 */
export async function startNginx(folder: string, root: string, workers = 1): Promise<HttpPeer | string> {
  const program = findProgram('nginx') ?? findProgram('../sbin/nginx');
  if (program === undefined) return 'not installed';
  const prefix = join(folder, 'nginx');
  const port = await freePort();
  await mkdir(prefix);
  const config = join(prefix, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${prefix}/${kind};`)
    .join(' ');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  await writeFile(
    config,
    `daemon off; ${user} worker_processes ${workers}; pid ${prefix}/pid; error_log ${prefix}/error.log;
     events { worker_connections 8192; }
     http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; open_file_cache max=10000;
       ${temporary} server { listen 127.0.0.1:${port}; root ${root}; } }`,
  );
  const peer = await startPeer(program, ['-c', config, '-p', prefix], port);
  if (peer === undefined) return 'did not start';
  return { port, url: `http://127.0.0.1:${port}/`, processes: await withChildren(peer.pid), stop: () => peer.stop() };
}
