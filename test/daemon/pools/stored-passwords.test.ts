/** Passwords that Drydock keeps itself: never none for who logs in at the moment of a change, and none left behind that no pool refers to. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { passwordOf } from '../../../src/daemon/pools/credential.js';
import type { PoolRecord } from '../../../src/daemon/pools/pool-record.js';
import { openPoolStore, type PoolStore } from '../../../src/daemon/pools/pool-store.js';
import {
  addWithPassword,
  changePassword,
  readFrom,
  removeOrphanedPasswords,
} from '../../../src/daemon/pools/stored-passwords.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { Secret } from '../../../src/shared/secret.js';

const lab: PoolRecord = {
  ...{ name: 'lab', addresses: ['192.0.2.11'], user: 'root', credential: { kind: 'prompt' } },
  ...{ fingerprints: {}, oldTls: false, addressMap: {}, addedAt: 1 },
};
const orphan = 'munich-0123456789ab.password';

describe('passwords of pools that Drydock keeps', () => {
  let root: string;
  let folder: string;
  let pools: PoolStore;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'drydock-passwords-'));
    folder = join(root, 'pool-passwords');
    pools = openPoolStore(join(root, 'pools.json'));
    await addWithPassword(pools, folder, lab, new Secret('one'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return 'none';
    } catch (error) {
      return error instanceof DrydockError ? error.code : String(error);
    }
  };
  const kept = (): readonly string[] => readdirSync(folder);

  it('are there for whoever logs in, before a change and after it', async () => {
    expect((await passwordOf(pools, 'lab', {})).reveal()).to.equal('one');
    await changePassword(pools, folder, 'lab', new Secret('two'));
    expect((await passwordOf(pools, 'lab', {})).reveal()).to.equal('two');
  });

  it('are found by who had looked up the old one just before it was changed', async () => {
    const old = await pools.get('lab');
    await changePassword(pools, folder, 'lab', new Secret('two'));
    let looks = 0;
    const late = { get: (name: string) => (looks++ === 0 ? Promise.resolve(old) : pools.get(name)) };

    expect((await passwordOf(late, 'lab', {})).reveal()).to.equal('two');
  });

  it('that cannot be read, and were not changed, say so', async () => {
    rmSync(folder, { recursive: true });
    expect(await codeOf(passwordOf(pools, 'lab', {}))).to.equal('CREDENTIAL_UNREADABLE');
  });

  it('leave nothing behind where the pool is known already, or was forgotten meanwhile', async () => {
    expect(await codeOf(addWithPassword(pools, folder, lab, new Secret('other')))).to.equal('POOL_NAME_TAKEN');
    expect(await codeOf(changePassword(pools, folder, 'gone', new Secret('other')))).to.equal('POOL_UNKNOWN');
    expect(kept()).to.have.length(1);
  });

  it('stay where the disk failed only after the pool had come to refer to them', async () => {
    const failing: PoolStore = {
      ...pools,
      update: async (name, complete) => {
        await pools.update(name, complete);
        throw new DrydockError('FILE_WRITE_FAILED', { attempted: 'writing a file' });
      },
    };
    expect(await codeOf(changePassword(failing, folder, 'lab', new Secret('two')))).to.equal('FILE_WRITE_FAILED');
    expect((await passwordOf(pools, 'lab', {})).reveal()).to.equal('two');
  });

  it('keep what else was changed of the pool at the same time', async () => {
    await pools.replace({ ...(await pools.get('lab')), oldTls: true });
    await changePassword(pools, folder, 'lab', new Secret('two'));
    expect((await pools.get('lab')).oldTls).to.equal(true);
  });

  it('are removed when the pool reads its password from a place of its own', async () => {
    await readFrom(pools, folder, 'lab', { kind: 'environment', name: 'LAB' });
    expect(kept()).to.deep.equal([]);
    expect((await passwordOf(pools, 'lab', { LAB: 'three' })).reveal()).to.equal('three');
  });

  it('are removed where no pool refers to them, half-written ones too, and nothing else is', async () => {
    for (const name of [orphan, '.0123456789ab.tmp', 'notes.txt', 'lab.password'])
      writeFileSync(join(folder, name), 'x');
    mkdirSync(join(folder, 'ulm-0123456789ab.password'));
    symlinkSync(join(root, 'pools.json'), join(folder, 'bonn-0123456789ab.password'));

    expect(await removeOrphanedPasswords(pools, folder)).to.equal(2);
    expect(kept()).to.include.members(['notes.txt', 'lab.password', 'ulm-0123456789ab.password']);
    expect(kept()).to.not.include.members([orphan]);
    expect(existsSync(join(root, 'pools.json'))).to.equal(true);
    expect((await passwordOf(pools, 'lab', {})).reveal()).to.equal('one');
    expect(await removeOrphanedPasswords(pools, folder)).to.equal(0);
  });

  it('stay where the state folder was moved, although the pool names the old place', async () => {
    const { credential, ...rest } = await pools.get('lab');
    if (credential.kind !== 'file') throw new Error('not in a file');
    await pools.replace({ ...rest, credential: { kind: 'file', path: join('/elsewhere', credential.path) } });

    expect(await removeOrphanedPasswords(pools, folder)).to.equal(0);
    expect(kept()).to.have.length(1);
  });

  it('stay while an add is in progress, and where the list of pools is gone or damaged', async () => {
    writeFileSync(join(folder, orphan), 'x');
    let during = '';
    await pools.add({ ...lab, name: 'ulm' }, async (record) => {
      during = await codeOf(removeOrphanedPasswords(openPoolStore(join(root, 'pools.json')), folder));
      return record;
    });
    expect(during).to.equal('LOCK_HELD');
    writeFileSync(join(root, 'pools.json'), '{');
    expect(await codeOf(removeOrphanedPasswords(pools, folder))).to.equal('STATE_CORRUPT');
    rmSync(join(root, 'pools.json'));
    expect(await removeOrphanedPasswords(pools, folder)).to.equal(0);
    expect(kept()).to.include(orphan);
  });
});
