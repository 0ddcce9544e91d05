/** The FTP server beside vsftpd, by the client that hosts have: one large file, and small files over one session. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageManagerProfile } from '../../src/installer/profiles.js';
import { openMediaTransport } from '../../src/installer/transports/open-transport.js';
import { releases } from '../../src/releases/find-release.js';
import { findProgram } from '../media-builder/programs.js';
import { seconds } from './measure.js';
import { freePort, startPeer } from './peer-process.js';
import { row, type Bench, type PeerFigure } from './rows.js';
import { largeFile } from './sample-medium.js';
import { portOf, serveSample, type ServedSample } from './served-sample.js';

const rounds = 3;
const smallCount = 200;

interface Figures {
  readonly large: number;
  readonly small: number;
}

export const ftpBench: Bench = {
  name: 'ftp',
  run: async (folder) => {
    const served = await serveSample(folder);
    try {
      const ours = await measure(`ftp://127.0.0.1:${portOf(served.endpoints, 'ftp')}/media/sample/`, served.small);
      const vsftpd = await measureVsftpd(folder, served);
      const peer = (figure: keyof Figures): PeerFigure =>
        typeof vsftpd === 'string' ? { name: 'vsftpd', missing: vsftpd } : { name: 'vsftpd', value: vsftpd[figure] };
      return [
        row({ case: 'FTP, one file of 100 MB', unit: 'MB/s', better: 'more' }, ours.large, peer('large')),
        row(
          { case: 'FTP, files of 64 KiB over one session', unit: 'files/s', better: 'more' },
          ours.small,
          peer('small'),
        ),
      ];
    } finally {
      await served.stop();
    }
  },
};

async function measure(base: string, small: readonly string[]): Promise<Figures> {
  const few = small.slice(0, smallCount);
  const large = await seconds(rounds, () => fetchAll(base, [largeFile]));
  const each = await seconds(rounds, () => fetchAll(base, few));
  return { large: 100 / large, small: few.length / each };
}

async function fetchAll(base: string, paths: readonly string[]): Promise<void> {
  const transport = openMediaTransport(base, packageManagerProfile(releases['xcp-ng-8.3']));
  try {
    for (const path of paths) {
      const answer = await transport.request({
        path,
        mode: 'read',
        phase: 'packages',
        retries: 0,
        client: 'package-manager',
        session: 0,
      });
      if (answer.outcome !== 'found') throw new Error(`${base}${path}: ${JSON.stringify(answer)}`);
    }
  } finally {
    await transport.close();
  }
}

async function measureVsftpd(folder: string, served: ServedSample): Promise<Figures | string> {
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
    ...[
      `anon_root=${served.treeFolder}`,
      `secure_chroot_dir=${empty}`,
      'run_as_launching_user=YES',
      'use_sendfile=YES',
    ],
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  const peer = await startPeer(program, [config], port);
  if (peer === undefined) return 'did not start';
  try {
    return await measure(`ftp://127.0.0.1:${port}/`, served.small);
  } finally {
    await peer.stop();
  }
}
