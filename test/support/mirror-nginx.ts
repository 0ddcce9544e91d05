// A real nginx with the configuration that Drydock renders for a mirror, changed only in where its files lie.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nginxConfig, type NginxMirror } from '../../src/servers/mirror/nginx-config.js';
import { freePort, startPeer } from '../bench/peer-process.js';
import { findProgram, run } from '../media-builder/programs.js';

export interface RunningNginx {
  readonly port: number;
  readonly url: string;
  readonly logFile: string;
  /** Its lines, parsed. */
  log(): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export function nginxProgram(): string | undefined {
  return findProgram('nginx') ?? findProgram('../sbin/nginx');
}

/** @param change what a person may have done to the configuration */
export async function startMirrorNginx(
  folder: string,
  origin: string,
  change: (config: string) => string = (config) => config,
): Promise<RunningNginx> {
  const port = await freePort();
  const mirror: NginxMirror = {
    ...{
      name: 'berlin',
      address: '127.0.0.1',
      port,
      origin,
      cache: join(folder, 'cache'),
      cacheSize: 1,
      idleTimeout: 65,
    },
  };
  const rendered = nginxConfig(mirror, 'whole');
  await startConfigured(folder, port, change(rendered.replaceAll('/var/log/nginx', folder)));
  return running(folder, port);
}

const started = new Map<string, () => Promise<void>>();

/** nginx over a folder of files, with nothing else set: what anybody would do for a tree. */
export async function startTreeNginx(folder: string, root: string): Promise<RunningNginx> {
  const port = await freePort();
  const server = `server { listen 127.0.0.1:${port}; root ${root}; }`;
  await startConfigured(
    folder,
    port,
    `events {}\nhttp {\n  access_log ${folder}/drydock-berlin.log;\n  ${server}\n}\n`,
  );
  return running(folder, port);
}

async function startConfigured(folder: string, port: number, config: string): Promise<void> {
  const program = nginxProgram();
  if (program === undefined) throw new Error('nginx is not installed');
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'nginx.conf');
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ');
  const placed = config.replace('http {\n', `http {\n  ${temporary}\n`);
  await writeFile(path, `daemon off;\n${user}pid ${folder}/pid;\n${placed}`);
  await run(program, ['-t', '-q', '-e', 'stderr', '-c', path, '-p', folder]);
  const peer = await startPeer(program, ['-e', 'stderr', '-c', path, '-p', folder], port);
  if (peer === undefined) throw new Error('nginx did not start');
  started.set(folder, () => peer.stop());
}

function running(folder: string, port: number): RunningNginx {
  const logFile = join(folder, 'drydock-berlin.log');
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    logFile,
    log: async () => {
      const lines = (await readFile(logFile, 'utf8')).trim().split('\n');
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    stop: async () => {
      await started.get(folder)?.();
      started.delete(folder);
    },
  };
}
