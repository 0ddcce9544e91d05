import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { nfsSettingsSchema, type NfsSettings } from '../../../src/daemon/config/nfs-settings.js';
import { applyExports } from '../../../src/daemon/nfs/apply-exports.js';
import { complaints, readStruckOut } from '../../../src/daemon/nfs/ganesha-log.js';
import { GaneshaServer } from '../../../src/daemon/nfs/ganesha-server.js';
import { kernelServer } from '../../../src/daemon/nfs/kernel-server.js';
import { missingForNfs, thisMachine, type Machine } from '../../../src/daemon/nfs/missing-for-nfs.js';
import { untilMountable } from '../../../src/daemon/nfs/until-mountable.js';
import { readNfsStatus, removeNfsStatus, writeNfsStatus } from '../../../src/daemon/nfs/nfs-status.js';
import { wantedExports } from '../../../src/daemon/nfs/wanted-exports.js';
import { grantLogPath } from '../../../src/daemon/media-server/state-files.js';
import { stateLayout } from '../../../src/daemon/state-layout.js';
import { makeFolderDurably } from '../../../src/shared/durable-files.js';
import type { GrantRecord } from '../../../src/servers/grants/grant-record.js';
import { stubCatalogue, treeinfoFiles } from '../../support/servers-media.js';
import { codeOf } from '../../support/servers-errors.js';

const complete: Machine = {
  program: (name) => `/usr/sbin/${name}`,
  hasVfsModule: () => true,
  mayOpenByHandle: () => true,
  isRoot: () => true,
  answers: () => Promise.resolve(true),
};

async function missing(settings: Partial<NfsSettings>, machine: Partial<Machine>): Promise<string[]> {
  const all = await missingForNfs(nfsSettingsSchema.parse(settings), { ...complete, ...machine });
  return all.map(({ code, details }) => `${code}: ${details.found ?? ''}`);
}

describe('What NFS needs of this machine', () => {
  it('is told with a remedy, whatever is missing, and nothing when all is there or NFS is off', async () => {
    const nothing: Machine = {
      program: () => undefined,
      hasVfsModule: () => false,
      mayOpenByHandle: () => false,
      isRoot: () => false,
      answers: () => Promise.resolve(false),
    };
    expect(await missing({ mode: 'off', version3: true }, nothing)).to.deep.equal([]);
    expect(await missing({ mode: 'ganesha', version3: true }, {})).to.deep.equal([]);
    expect(await missing({ mode: 'ganesha', version3: true }, nothing)).to.deep.equal([
      'NFS_SERVER_MISSING: no program ganesha.nfsd',
      'NFS_NOT_PERMITTED: no capability CAP_DAC_READ_SEARCH',
      'NFS_RPCBIND_MISSING: nothing answers on port 111',
    ]);
    expect(await missing({ mode: 'ganesha' }, { hasVfsModule: () => false })).to.deep.equal([
      'NFS_SERVER_MISSING: no module libfsalvfs.so',
    ]);
    expect(await missing({ mode: 'kernel' }, nothing)).to.deep.equal([
      'NFS_SERVER_MISSING: no program exportfs',
      'NFS_NOT_PERMITTED: not root',
    ]);
  });

  it('is read from the machine itself', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(thisMachine.program('sh')).to.match(/^\/.*\/sh$/);
    expect(thisMachine.program('no such program')).to.equal(undefined);
    expect(thisMachine.isRoot()).to.equal(process.geteuid?.() === 0);
    expect(await thisMachine.answers(port)).to.equal(true);
    server.close();
    await once(server, 'close');
    expect(await thisMachine.answers(port)).to.equal(false);
  });

  it('is refused by the configuration where hosts would have no address', () => {
    expect(nfsSettingsSchema.safeParse({ mode: 'ganesha', address: '0.0.0.0' }).success).to.equal(false);
    expect(
      nfsSettingsSchema.safeParse({ mode: 'ganesha', address: '0.0.0.0', advertise: '192.0.2.1' }).success,
    ).to.equal(true);
    expect(nfsSettingsSchema.safeParse({ clients: ['192.0.2.0/24', '192.0.2.1'] }).success).to.equal(true);
    expect(nfsSettingsSchema.safeParse({ clients: ['host.example'] }).success).to.equal(false);
  });
});

describe('What is exported over NFS', () => {
  const grant = (id: string, state: GrantRecord['state'], mountFrom?: string[]): GrantRecord => ({
    ...{ id, state, pool: 'p', run: 'r', epoch: 1, host: { uuid: 'u', name: 'n' }, media: 'synth', stateSince: 0 },
    ...{ expiresAt: null, token: 'a'.repeat(26), createdAt: 0, armedAt: null, reason: null },
    ...(mountFrom === undefined ? {} : { mountFrom }),
  });

  it('is the medium of each grant that shows something to its host, and every medium to those of the configuration', async () => {
    const catalogue = await stubCatalogue({ synth: { files: treeinfoFiles(10) } });
    const host = ['192.0.2.17'];
    const grants = [
      grant('armed', 'armed', host),
      grant('staging', 'staging', host),
      grant('closed', 'closed', host),
      grant('ended', 'ended', host),
      grant('over-http', 'armed'),
    ];
    const named = async (clients: string[]): Promise<string[]> =>
      (await wantedExports({ grants, catalogue, clients })).map(
        ({ id, path, clients: who }) => `${id} ${path} ${who.join()}`,
      );
    const token = 'a'.repeat(26);
    const hosts = [`armed /i/${token} 192.0.2.17`, `staging /i/${token} 192.0.2.17`];
    expect(await named([])).to.deep.equal(hosts);
    expect(await named(['192.0.2.0/24'])).to.deep.equal([...hosts, 'medium synth /media/synth 192.0.2.0/24']);
    const lost = wantedExports({ grants: [{ ...grants[0]!, media: 'gone' }], catalogue, clients: [] });
    expect(await codeOf(lost)).to.equal('MEDIA_NOT_FOUND');
    await catalogue.remove();
  });
});

describe('The kernel’s NFS server', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** An exportfs that keeps what it was told, and complains of what has a word in it. */
  async function exportfs(refused: string): Promise<string> {
    const program = join(folder, 'exportfs');
    const log = join(folder, 'log');
    const lines = [
      '#!/bin/sh',
      `echo "$@" >> ${log}`,
      `grep -qs '${refused}' ${join(folder, 'file')} && echo no >&2`,
      'true',
    ];
    await writeFile(program, `${lines.join('\n')}\n`);
    await chmod(program, 0o755);
    return program;
  }

  it('is told by exportfs -ra, and loses our file when we end', async () => {
    const server = kernelServer(join(folder, 'file'), await exportfs('nothing'));
    const one = { id: 'a', folder: '/srv/a', path: '/i/a', clients: ['192.0.2.1'] };
    await applyExports(server, [one]);
    await applyExports(server, [one]);
    expect(await readFile(join(folder, 'log'), 'utf8')).to.equal('-ra\n');
    await server.stop();
    await server.stop();
    expect(await readFile(join(folder, 'log'), 'utf8')).to.equal('-ra\n-ra\n');
    expect(await readFile(server.file, 'utf8').catch(() => 'gone')).to.equal('gone');
  });

  it('has refused what exportfs complains of, although that says 0', async () => {
    const server = kernelServer(join(folder, 'file'), await exportfs('/srv/bad'));
    const bad = { id: 'a', folder: '/srv/bad', path: '/i/a', clients: ['192.0.2.1'] };
    expect(await codeOf(applyExports(server, [bad]))).to.equal('NFS_APPLY_FAILED');
    expect(await readFile(server.file, 'utf8').catch(() => 'gone')).to.equal('gone');
  });

  it('is asked with the program that was looked for, although its folder is in no path', async () => {
    const path = process.env['PATH'];
    await exportfs('nothing');
    try {
      process.env['PATH'] = folder;
      const server = kernelServer(join(folder, 'file'));
      process.env['PATH'] = '/usr/bin:/bin';
      await server.reload();
    } finally {
      process.env['PATH'] = path;
    }
    expect(await readFile(join(folder, 'log'), 'utf8')).to.equal('-ra\n');
  });

  it('has refused what cannot be asked at all', async () => {
    const server = kernelServer(join(folder, 'file'), join(folder, 'no such program'));
    expect(await codeOf(server.reload())).to.equal('NFS_APPLY_FAILED');
  });
});

/** Seen alive, and gone when it is sent a signal: no process has a number above the kernel's greatest. */
class EndedMeanwhile extends GaneshaServer {
  override get pid(): number {
    return 2 ** 22 + 1;
  }
}

describe('NFS-Ganesha as a process', () => {
  it('is another program when only its number is the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
    await writeFile(join(folder, 'ganesha.pid'), String(process.pid));
    const server = new GaneshaServer({ folder, address: '127.0.0.1', port: 1, version3: false });
    expect([server.pid, await codeOf(server.reload())]).to.deep.equal([undefined, 'NFS_APPLY_FAILED']);
    await rm(folder, { recursive: true });
  });

  it('may end between the look at its number and the signal: that is told like any other refusal', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
    const server = new EndedMeanwhile({ folder, address: '127.0.0.1', port: 1, version3: false });
    expect(await codeOf(server.reload())).to.equal('NFS_APPLY_FAILED');
    expect(await codeOf(server.stop())).to.equal('done');
    await rm(folder, { recursive: true });
  });

  it('complains in its log of exports, and of things that it does without', () => {
    const line = (text: string): string => `25/11/2026 22:45:12 : epoch 6b0764ee : vm : nfs-ganesha-1[main] ${text}`;
    const log = [
      line('gsh_dbus_pkginit :DBUS :CRIT :dbus_bus_get failed'),
      line('nfs_rpc_cb_init :NFS CB :CRIT :no usable keytab entry found'),
      line('reread_exports :CONFIG :EVENT :Reread exports complete'),
      line('ganesha_yyerror :CONFIG :CRIT :Config file (./g.conf:4) error: syntax error'),
      line('vfs_create_export :FSAL :CRIT :resolve_posix_filesystem returned No such file or directory'),
    ];
    expect(complaints(log.join('\n'))).to.deep.equal([
      'ganesha_yyerror :CONFIG :CRIT :Config file (./g.conf:4) error: syntax error',
      'vfs_create_export :FSAL :CRIT :resolve_posix_filesystem returned No such file or directory',
    ]);
  });

  it('has a log without tokens once we have read it, in which nothing else has moved', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
    const file = join(folder, 'ganesha.log');
    expect(await readStruckOut(file)).to.equal('');
    const token = 'abcdefghijklmnopqrstuvwxyz';
    const said = (shown: string): string => `fsal_cfg_commit :CONFIG :CRIT :no export for (/i/${shown}) ä\n${shown}/\n`;
    await writeFile(file, said(token));
    const struckOut = said('abcd**********************');
    expect(Buffer.from(await readStruckOut(file), 'latin1').toString()).to.equal(struckOut);
    expect(await readFile(file, 'utf8')).to.equal(struckOut);
    await rm(folder, { recursive: true });
  });
});

describe('A host that is to mount its medium', () => {
  it('is told its address only when the keeper says that it can, and an error with the reason otherwise', async () => {
    const state = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
    await makeFolderDurably(stateLayout(state).nfs);
    let now = 0;
    const clock = {
      now: () => now,
      sleep: (time: number) => {
        now += time;
        return Promise.resolve();
      },
    };
    expect(await codeOf(untilMountable(state, 'a', clock))).to.equal('NFS_NOT_APPLIED');
    expect(now).to.equal(15_000);
    const status = { pid: 1, mode: 'ganesha' as const, serving: true, exports: ['a'], problem: null, starts: 1 };
    await writeNfsStatus(state, status);
    expect(await codeOf(untilMountable(state, 'a', clock))).to.equal('done');
    await writeNfsStatus(state, { ...status, problem: { code: 'X', message: 'it is broken', remedy: '' } });
    const start = now;
    const failure = await untilMountable(state, 'b', clock).catch((error: unknown) => String(error));
    expect(failure).to.include('NFS_NOT_APPLIED').and.to.include('it is broken');
    expect(now - start).to.equal(4000);
    await rm(state, { recursive: true });
  });

  it('is not told it on the strength of a report that is older than its grant', async () => {
    const state = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
    const { nfs } = stateLayout(state);
    await makeFolderDurably(nfs);
    await makeFolderDurably(dirname(grantLogPath(state)));
    await writeFile(grantLogPath(state), 'x'.repeat(300));
    const status = { pid: 1, mode: 'ganesha' as const, serving: true, exports: ['a'], problem: null, starts: 1 };
    // It was closed and armed: the keeper has read neither, then the first, then both.
    const reports = [
      { ...status, grantsRead: 100 },
      { ...status, grantsRead: 200, exports: [] },
      { ...status, grantsRead: 300 },
    ];
    let [now, told] = [0, 0];
    const clock = {
      now: () => now,
      sleep: async (time: number) => {
        now += time;
        const next = reports[told];
        if (next !== undefined) await writeNfsStatus(state, next);
        told += 1;
      },
    };
    await untilMountable(state, 'a', clock);
    expect(told).to.equal(3);
    // One of a release that says nothing of it is believed.
    await writeNfsStatus(state, status);
    await untilMountable(state, 'a', clock);
    expect(told).to.equal(3);
    await rm(state, { recursive: true });
  });

  it('is told so by serving processes without the rights of root, to which the folder of the exports is closed', async () => {
    const state = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
    const { nfs, nfsStatus } = stateLayout(state);
    await makeFolderDurably(nfs, 0o700);
    await writeNfsStatus(state, { pid: 1, mode: 'kernel', serving: true, exports: ['a'], problem: null, starts: 1 });
    expect((await stat(nfsStatus)).mode & 0o777).to.equal(0o644);
    expect(await readdir(nfs)).to.deep.equal([]);
    await removeNfsStatus(state);
    expect(await readNfsStatus(state)).to.equal(undefined);
    await rm(state, { recursive: true });
  });
});
