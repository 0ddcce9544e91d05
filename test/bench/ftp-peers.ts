/** Whom our FTP server is measured beside: vsftpd as the peer, ftp-srv as the baseline that it replaces. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, run } from '../media-builder/programs.js';
import { freePort, startPeer } from './peer-process.js';

export interface FtpPeer {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Why there is none. */
export type Missing = string;

/** With sendfile, without logs: at its best. */
export async function startVsftpd(folder: string, tree: string): Promise<FtpPeer | Missing> {
  const program = findProgram('vsftpd') ?? findProgram('../sbin/vsftpd');
  if (program === undefined) return 'not installed';
  if (process.getuid?.() !== 0) return 'needs root';
  const port = await freePort();
  const empty = join(folder, 'empty');
  await mkdir(empty);
  const config = join(folder, 'vsftpd.conf');
  const lines = [
    ...['listen=YES', 'listen_ipv6=NO', 'background=NO', 'listen_address=127.0.0.1', `listen_port=${port}`],
    ...['anonymous_enable=YES', 'no_anon_password=YES', 'local_enable=NO', 'seccomp_sandbox=NO', 'xferlog_enable=NO'],
    ...[`anon_root=${tree}`, `secure_chroot_dir=${empty}`, 'run_as_launching_user=YES', 'use_sendfile=YES'],
    // All clients come from one address, of which it would take fifty.
    ...['max_clients=0', 'max_per_ip=0'],
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  return start('vsftpd', program, [config], port);
}

const ftpSrv = 'ftp-srv@4.6.3';

/**
 * Installed for the bench alone: as a dependency it would bring an install script that compiles, and on most machines
 * first fetches node's headers from outside the registry.
 */
export async function startFtpSrv(folder: string, tree: string): Promise<FtpPeer | Missing> {
  const packages = join(folder, 'ftp-srv');
  await mkdir(packages);
  await writeFile(join(packages, 'package.json'), '{}');
  try {
    await run('npm', ['install', '--prefix', packages, '--ignore-scripts', '--no-audit', '--no-fund', ftpSrv]);
  } catch {
    return 'npm could not install it';
  }
  const port = await freePort();
  const script = fileURLToPath(new URL('ftp-srv-server.mjs', import.meta.url));
  return start('ftp-srv', process.execPath, [script, packages, tree, String(port)], port);
}

async function start(name: string, program: string, args: readonly string[], port: number): Promise<FtpPeer | Missing> {
  const peer = await startPeer(program, args, port);
  return peer === undefined ? 'did not start' : { name, port, pid: peer.pid, stop: () => peer.stop() };
}
