import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { applyExports } from '../../../src/daemon/nfs/apply-exports.js';
import { NfsKeeper, type KeeperReport } from '../../../src/daemon/nfs/nfs-keeper.js';
import type { NfsExport } from '../../../src/servers/nfs/nfs-export.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { FakeNfsServer } from '../../support/nfs-fake-server.js';
import { codeOf } from '../../support/servers-errors.js';

const exportOf = (id: string): NfsExport => ({
  id,
  folder: `/srv/${id}/tree`,
  path: `/i/${id}`,
  clients: ['192.0.2.1'],
});
const [a, b] = [exportOf('a'), exportOf('b')];

describe('NFS exports, applied', () => {
  let folder: string;
  let server: FakeNfsServer;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
    server = new FakeNfsServer(join(folder, 'sub', 'exports'));
    server.alive = true;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const content = (): Promise<string> => readFile(server.file, 'utf8').catch(() => '');

  it('are applied once, however often they are wanted', async () => {
    expect(await applyExports(server, [a, b])).to.equal(true);
    expect(await applyExports(server, [b, a])).to.equal(false);
    expect([server.exports, server.calls]).to.deep.equal([['a', 'b'], ['reload']]);
    expect(await applyExports(server, [b])).to.equal(true);
    expect(server.exports).to.deep.equal(['b']);
  });

  it('are as they were when the server refuses them: its file too', async () => {
    await applyExports(server, [a]);
    const before = await content();
    server.refuses = '/srv/b';
    expect(await codeOf(applyExports(server, [a, b]))).to.equal('NFS_APPLY_FAILED');
    expect([await content(), server.exports]).to.deep.equal([before, ['a']]);
  });

  it('leave no file behind where there was none and the server refuses it', async () => {
    server.refuses = '/srv/b';
    expect(await codeOf(applyExports(server, [b]))).to.equal('NFS_APPLY_FAILED');
    expect([await content(), server.exports]).to.deep.equal(['', []]);
  });

  it('are not written over a file of somebody else, nor when they cannot be written', async () => {
    await applyExports(server, []);
    await writeFile(server.file, '# mine\n');
    expect(await codeOf(applyExports(server, [a]))).to.equal('NFS_FILE_FOREIGN');
    expect(await content()).to.equal('# mine\n');
    await rm(server.file);
    expect(await codeOf(applyExports(server, [a, a]))).to.equal('NFS_EXPORTS_INVALID');
    expect(await content()).to.equal('');
  });
});

describe('The keeper of the NFS exports', () => {
  let folder: string;
  let server: FakeNfsServer;
  let wanted: readonly NfsExport[] | Error;
  let now: number;
  let slept: number[];
  let reports: KeeperReport[];
  /** How many reports from now cannot be written. */
  let untold: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-nfs-'));
    server = new FakeNfsServer(join(folder, 'exports'));
    [wanted, now, slept, reports, untold] = [[a], 0, [], [], 0];
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs it for some looks; `between` is told the number of each. */
  async function looks(count: number, between: (look: number) => void = () => undefined): Promise<void> {
    const stop = new AbortController();
    let look = 0;
    const keeper = new NfsKeeper({
      server,
      wanted: () => {
        look += 1;
        if (look > count) stop.abort();
        else between(look);
        return wanted instanceof Error
          ? Promise.reject(wanted)
          : Promise.resolve({ exports: wanted, grantsRead: 100 * wanted.length });
      },
      clock: {
        now: () => now,
        sleep: (time) => {
          slept.push(time);
          now += time;
          return Promise.resolve();
        },
      },
      logger: silentLogger,
      tell: (report) => {
        if (untold > 0) {
          untold -= 1;
          return Promise.reject(new Error('no space left'));
        }
        reports.push(report);
        return Promise.resolve();
      },
    });
    await keeper.run(stop.signal);
  }

  it('starts the server with its exports, follows what is wanted, and tells each change once', async () => {
    await looks(6, (look) => {
      if (look === 3) wanted = [a, b];
      if (look === 5) wanted = [b];
    });
    expect(server.calls).to.deep.equal(['start', 'reload', 'reload']);
    expect(reports.map(({ exports }) => exports.join())).to.deep.equal(['a', 'a,b', 'b']);
    expect(reports.map(({ grantsRead }) => grantsRead)).to.deep.equal([100, 200, 100]);
    expect(reports.every(({ serving, problem }) => serving && problem === null)).to.equal(true);
  });

  it('takes over a server that runs, which may not have read its file', async () => {
    server.alive = true;
    await applyExports(server, [a]);
    server.exports = [];
    server.calls.length = 0;
    await looks(2);
    expect([server.exports, server.calls]).to.deep.equal([['a'], ['reload']]);
  });

  it('starts a server that died again, at once the first times and then ever later', async () => {
    // It is seen dead at every second look.
    await looks(23, () => (server.alive = false));
    const pauses = slept.filter((time) => time !== 100);
    expect(pauses.slice(0, 5)).to.deep.equal([0, 0, 0, 0, 0]);
    expect(pauses.slice(5)).to.deep.equal([200, 400, 800, 1600, 3200, 5000]);
    expect(reports.at(-1)?.starts).to.equal(12);
  });

  it('tells why a server does not come up, and goes on trying', async () => {
    server.failures = 3;
    await looks(5);
    expect(reports.map(({ serving, problem }) => [serving, problem?.code ?? null])).to.deep.equal([
      [false, 'NFS_SERVER_FAILED'],
      [false, 'NFS_SERVER_FAILED'],
      [false, 'NFS_SERVER_FAILED'],
      [true, null],
    ]);
  });

  it('withdraws nothing when it cannot know what is wanted', async () => {
    await looks(4, (look) => {
      if (look === 2) wanted = new DrydockError('MEDIA_NOT_FOUND', { attempted: 'testing' });
    });
    expect(server.exports).to.deep.equal(['a']);
    expect(reports.at(-1)).to.deep.include({ serving: true, exports: ['a'] });
    expect(reports.at(-1)?.problem?.code).to.equal('MEDIA_NOT_FOUND');
  });

  it('starts a dead server again with what it had, when it cannot know what is wanted', async () => {
    await looks(5, (look) => {
      if (look !== 2) return;
      wanted = new DrydockError('MEDIA_NOT_FOUND', { attempted: 'testing' });
      server.alive = false;
    });
    expect([server.alive, server.exports, server.calls]).to.deep.equal([true, ['a'], ['start', 'start']]);
    expect(reports.at(-1)).to.deep.include({ serving: true, exports: ['a'] });
    expect(reports.at(-1)?.problem?.code).to.equal('MEDIA_NOT_FOUND');
  });

  it('starts no server with the file of somebody else, nor without any', async () => {
    wanted = new DrydockError('MEDIA_NOT_FOUND', { attempted: 'testing' });
    await looks(2);
    await writeFile(server.file, '# mine\n');
    wanted = [a];
    await looks(2);
    expect(server.calls).to.deep.equal([]);
    expect(reports.map(({ problem }) => problem?.code)).to.deep.equal(['MEDIA_NOT_FOUND', 'NFS_FILE_FOREIGN']);
  });

  it('goes on whatever fails: grants that cannot be read, a status that cannot be written', async () => {
    await looks(4, (look) => {
      if (look === 2) wanted = new Error('EIO: i/o error, read');
      if (look === 3) {
        wanted = [a, b];
        untold = 2;
      }
    });
    expect(reports.map(({ exports, problem }) => [exports.join(), problem?.code ?? null])).to.deep.equal([
      ['a', null],
      ['a', 'NFS_APPLY_FAILED'],
      ['a,b', null],
    ]);
  });

  it('ends when it is told to, and leaves the server running', async () => {
    await looks(1);
    expect(server.alive).to.equal(true);
  });
});
