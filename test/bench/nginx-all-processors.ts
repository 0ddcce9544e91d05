/** nginx over the files of a medium: sendfile, no log, as many workers as the machine has processors. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../media-builder/programs.js';
import { freePort, startPeer, type PeerProcess } from './peer-process.js';

export interface NginxPeer extends PeerProcess {
  readonly url: string;
}

/** @returns why there is none, in words */
export async function startNginx(folder: string, treeFolder: string): Promise<NginxPeer | string> {
  const program = findProgram('nginx') ?? findProgram('../sbin/nginx');
  if (program === undefined) return 'not installed';
  const prefix = join(folder, 'nginx');
  await mkdir(prefix);
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${prefix}/${kind};`)
    .join(' ');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const config = join(prefix, 'nginx.conf');
  await writeFile(
    config,
    `daemon off; ${user} worker_processes ${availableParallelism()}; pid ${prefix}/pid; error_log ${prefix}/error.log; events {} http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000; ${temporary} server { listen 127.0.0.1:${port}; root ${treeFolder}; } }`,
  );
  const peer = await startPeer(program, ['-c', config, '-p', prefix], port);
  return peer === undefined
    ? 'did not start'
    : { url: `http://127.0.0.1:${port}/`, pid: peer.pid, stop: () => peer.stop() };
}
