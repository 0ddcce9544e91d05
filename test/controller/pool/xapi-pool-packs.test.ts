// Packs over real TLS sockets: an image that is sent with PUT, made known, installed, taken away.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { openPool } from '../../../src/daemon/pools/connect-pool.js';
import { practiceRecord, startPracticePool, type PracticePool } from '../../../src/daemon/practice/practice-pool.js';
import { imageOfMedium } from '../../../src/media/image/image-of-medium.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import type { Fault } from '../../../src/simulator/faults/fault.js';
import { packMedium, packUuid } from '../../support/pack-medium.js';

describe('Packs over HTTPS', function () {
  this.timeout(30_000);
  let folder: string;
  let practice: PracticePool | undefined;
  let port: PoolPort;

  async function open(faults: readonly Fault[] = []): Promise<void> {
    folder = mkdtempSync(join(tmpdir(), 'drydock-packs-'));
    const shape = { hosts: 1, vms: 0, release: 'xcp-ng-8.2', speed: 1000, haEnabled: false } as const;
    practice = await startPracticePool({ ...shape, faults, folder });
    const record = practiceRecord('lab', practice, 0);
    port = openPool(record, new Secret(practice.simulator.password), systemClock);
  }

  afterEach(async () => {
    await port.close();
    await practice?.simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function storage(): Promise<string> {
    const { pool } = await port.observe();
    if (!pool.known) throw new Error(pool.reason);
    return pool.value.srs.find(({ shared }) => shared)?.uuid ?? '';
  }

  const pack = { uuid: packUuid, name: 'example-pack' };
  const { signal } = new AbortController();

  /** Larger than the buffers of both sockets, so that it can only go through as fast as it is taken. */
  async function largeImage(): Promise<ReturnType<typeof imageOfMedium>> {
    const small = imageOfMedium(await packMedium());
    const filler = 8 * 1024 * 1024;
    return {
      bytes: small.bytes + filler,
      read: async function* () {
        yield* small.read();
        for (let sent = 0; sent < filler; sent += 65_536) yield Buffer.alloc(65_536);
      },
    };
  }

  const disks = (): number =>
    practice?.simulator.pool.history.filter(({ event }) => event === 'disk-created').length ?? 0;
  const gone = (): number =>
    practice?.simulator.pool.history.filter(({ event }) => event === 'disk-destroyed').length ?? 0;

  it('are sent whole, known by their own uuid, installed once, and leave no disk', async () => {
    await open();
    await port.packs.upload(pack, await storage(), await largeImage(), signal);
    expect(await port.packs.read()).to.deep.equal([{ ...pack, hosts: [], stored: true }]);
    // Sent again, it is there already.
    await port.packs.upload(pack, await storage(), await largeImage(), signal);
    expect(disks()).to.equal(1);

    const { pool } = await port.observe();
    const host = pool.known ? (pool.value.hosts[0]?.uuid ?? '') : '';
    const started = await port.packs.startApply(host, packUuid);
    while ((await port.task(started?.task ?? ''))?.status === 'pending') await systemClock.sleep(20);
    expect((await port.packs.read())[0]?.hosts).to.deep.equal([host]);
    expect(await port.packs.startApply(host, packUuid)).to.equal(null);

    await port.packs.clean(packUuid);
    expect(await port.packs.read()).to.deep.equal([{ ...pack, hosts: [host], stored: false }]);
    expect([disks(), gone()]).to.deep.equal([1, 1]);
  });

  it('whose transfer breaks are not known, and what it left is taken away by the next attempt', async () => {
    await open([{ kind: 'upload-cut' }]);
    const error = await port.packs
      .upload(pack, await storage(), await largeImage(), signal)
      .catch((cause: unknown) => cause);
    expect((error as { code?: unknown }).code).to.equal('XAPI_REPLY_LOST');
    expect(await port.packs.read()).to.deep.equal([]);
    await port.packs.upload(pack, await storage(), await largeImage(), signal);
    expect([disks(), gone()]).to.deep.equal([2, 1]);
    await port.packs.clean(packUuid);
    expect([await port.packs.read(), gone()]).to.deep.equal([[], 2]);
  });

  it('that the pool does not take leave no disk behind', async () => {
    await open();
    const image = {
      bytes: 4096,
      read: async function* () {
        await Promise.resolve();
        yield Buffer.alloc(4096);
      },
    };
    const error = await port.packs.upload(pack, await storage(), image, signal).catch((cause: unknown) => cause);
    expect(String(error)).to.match(/INVALID_UPDATE/);
    expect([disks(), gone()]).to.deep.equal([1, 1]);
  });

  it('are given up when the controller ends in the middle', async () => {
    await open();
    const ending = new AbortController();
    const endless = {
      bytes: 1024 ** 3,
      read: async function* () {
        for (let sent = 0; ; sent += 1) {
          if (sent === 40) ending.abort(new Error('the controller ends'));
          await Promise.resolve();
          yield Buffer.alloc(65_536);
        }
      },
    };
    const error = await port.packs
      .upload(pack, await storage(), endless, ending.signal)
      .catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(Error);
    expect(await port.packs.read()).to.deep.equal([]);
  });
});
