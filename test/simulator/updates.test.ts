import { expect } from 'chai';
import { imageOfMedium } from '../../src/media/image/image-of-medium.js';
import { packFiles, packMedium, packUuid, type PackOptions } from '../support/pack-medium.js';
import { stubCatalogue } from '../support/servers-media.js';
import { poolForTest, upgradeHost, type PoolForTest } from '../support/simulator-pool.js';

async function bytesOf(image: { read(): AsyncIterable<Uint8Array> }): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of image.read()) parts.push(part);
  return Buffer.concat(parts);
}

async function packImage(options?: PackOptions): Promise<Buffer> {
  return bytesOf(imageOfMedium(await packMedium(options)));
}

async function imageWithout(path: string): Promise<Buffer> {
  const files = packFiles().filter((file) => file.path !== path);
  const catalogue = await stubCatalogue({ pack: { layout: 'supplemental-pack', files } });
  try {
    return await bytesOf(imageOfMedium((await catalogue.open('pack'))!));
  } finally {
    await catalogue.remove();
  }
}

/** A disk with the image on it: its reference, and how the task of the transfer ended. */
async function sent(
  test: PoolForTest,
  image: Buffer,
  declared = image.length,
): Promise<{ disk: string; status: unknown }> {
  const [sr = ''] = [...test.pool.world.state.srs.values()].filter(({ shared }) => shared).map(({ ref }) => ref);
  const record = { name_label: 'pack', SR: sr, virtual_size: String(declared), type: 'user' };
  const disk = await test.call('VDI.create', { ...record, sharable: false, read_only: false, other_config: {} });
  const task = await test.call('task.create', 'image', '');
  if (typeof disk !== 'string' || typeof task !== 'string') throw new Error('no references');
  const query = new URLSearchParams({ session_id: test.session, task_id: task, vdi: disk });
  const body = async function* (): AsyncIterable<Uint8Array> {
    await Promise.resolve();
    yield image;
  };
  const path = `/import_raw_vdi?${query.toString()}`;
  await test.clock.runUntil(test.pool.upload(test.pool.addresses[0]!, path, declared, body()).catch(() => undefined));
  return { disk, status: (await test.record('task', task))['status'] };
}

async function introduced(test: PoolForTest, options?: PackOptions): Promise<string> {
  const { disk } = await sent(test, await packImage(options));
  const update = await test.call('pool_update.introduce', disk);
  if (typeof update !== 'string') throw new Error('no reference');
  return update;
}

describe('Updates and packs in a simulated pool (xapi_pool_update.ml)', () => {
  it('are known by their own uuid once the image lies on a disk, and on no host', async () => {
    const test = await poolForTest();
    const update = await introduced(test, { guidance: 'restartHost' });
    expect(await test.record('pool_update', update)).to.deep.include({
      ...{ uuid: packUuid, name_label: 'example-pack', version: '1.0', hosts: [] },
      after_apply_guidance: ['restartHost'],
    });
  });

  it('are not made of an empty disk, a cut image, or one without update.xml, a signature or metadata', async () => {
    const test = await poolForTest();
    const image = await packImage();
    const [sr] = test.pool.world.state.srs.keys();
    const record = { name_label: 'x', SR: sr ?? '', virtual_size: '4096', type: 'user' };
    const empty = await test.call('VDI.create', { ...record, sharable: false, read_only: false, other_config: {} });
    expect((await test.failure('pool_update.introduce', empty))[0]).to.equal('INVALID_UPDATE');
    for (const [what, bytes, text] of [
      ['cut', image.subarray(0, image.length - 4096), 'Please upload a valid package.'],
      ['update.xml', await imageWithout('update.xml'), 'missing update document (update.xml) in the package.'],
      ['update.xml.asc', await imageWithout('update.xml.asc'), 'Invalid signature'],
      ['repomd.xml.asc', await imageWithout('repodata/repomd.xml.asc'), 'Invalid signature'],
      ['repomd.xml', await imageWithout('repodata/repomd.xml'), 'Invalid signature'],
    ] as const) {
      const { disk } = await sent(test, bytes);
      expect(await test.failure('pool_update.introduce', disk), what).to.deep.equal(['INVALID_UPDATE', text]);
    }
  });

  it('are one in a pool: another disk with the same update is refused, the same disk gives the same', async () => {
    const test = await poolForTest();
    const { disk } = await sent(test, await packImage());
    const update = await test.call('pool_update.introduce', disk);
    expect(await test.call('pool_update.introduce', disk)).to.equal(update);
    const again = await sent(test, await packImage());
    expect(await test.failure('pool_update.introduce', again.disk)).to.deep.equal(['UPDATE_ALREADY_EXISTS', packUuid]);
  });

  it('are applied host by host, once, and are asked again by precheck', async () => {
    const test = await poolForTest();
    const update = await introduced(test);
    expect(await test.call('pool_update.precheck', update, test.hostRef(1))).to.equal('ok');
    expect((await test.task('pool_update.apply', update, test.hostRef(1)))['status']).to.equal('success');
    expect((await test.record('pool_update', update))['hosts']).to.deep.equal([test.hostRef(1)]);
    for (const call of ['precheck', 'apply']) {
      expect(await test.failure(`pool_update.${call}`, update, test.hostRef(1))).to.deep.equal([
        'UPDATE_ALREADY_APPLIED',
        update,
      ]);
    }
    expect(await test.failure('pool_update.destroy', update)).to.deep.equal(['UPDATE_IS_APPLIED']);
  });

  it('wait for a reboot of the host where they say so, and no longer after it', async () => {
    const test = await poolForTest();
    const update = await introduced(test, { guidance: 'restartHost' });
    await test.task('pool_update.apply', update, test.hostRef(1));
    expect((await test.record('host', test.hostRef(1)))['updates_requiring_reboot']).to.deep.equal([update]);
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await test.clock.advance(30 * 60_000);
    expect((await test.record('host', test.hostRef(1)))['updates_requiring_reboot']).to.deep.equal([]);
    expect((await test.record('pool_update', update))['hosts']).to.deep.equal([test.hostRef(1)]);
  });

  it('are gone from a host that was installed anew', async () => {
    const test = await poolForTest();
    const update = await introduced(test);
    await test.task('pool_update.apply', update, test.hostRef(0));
    await upgradeHost(test, 0);
    expect((await test.record('pool_update', update))['hosts']).to.deep.equal([]);
  });

  it('cannot be applied once their image is cleaned away; the record of what is applied stays', async () => {
    const test = await poolForTest();
    const update = await introduced(test);
    await test.task('pool_update.apply', update, test.hostRef(1));
    await test.call('pool_update.pool_clean', update);
    expect(test.events('disk-destroyed')).to.have.length(1);
    expect(await test.failure('pool_update.precheck', update, test.hostRef(2))).to.deep.equal(['CANNOT_FIND_UPDATE']);
    expect((await test.record('pool_update', update))['vdi']).to.equal('OpaqueRef:NULL');
  });

  it('do not exist before 7.1', async () => {
    const test = await poolForTest({ release: 'xenserver-7.0' });
    expect((await test.failure('pool_update.introduce', 'OpaqueRef:x'))[0]).to.equal('MESSAGE_METHOD_UNKNOWN');
  });
});

describe('A disk that is written over HTTP (import_raw_vdi.ml)', () => {
  it('is told by its task alone how it ended: a body that is shorter than it was said fails', async () => {
    const test = await poolForTest();
    const image = await packImage();
    expect((await sent(test, image)).status).to.equal('success');
    expect((await sent(test, image.subarray(0, 4096), image.length)).status).to.equal('failure');
  });

  it('is refused to a session that is none and for a disk that is not there', async () => {
    const test = await poolForTest();
    const ask = (query: Record<string, string>): number =>
      test.pool.beginUpload(test.pool.addresses[0]!, new URLSearchParams(query), 1).status;
    expect(ask({ session_id: 'OpaqueRef:no' })).to.equal(401);
    expect(ask({ session_id: test.session, vdi: 'OpaqueRef:no' })).to.equal(404);
  });

  it('is not made where the storage has no room, and not without the fields of its constructor', async () => {
    const test = await poolForTest();
    const [sr] = [...test.pool.world.state.srs.values()];
    const record = { name_label: 'x', SR: sr?.ref ?? '', virtual_size: String((sr?.size ?? 0) + 1), type: 'user' };
    const flags = { sharable: false, read_only: false, other_config: {} };
    expect((await test.failure('VDI.create', { ...record, ...flags }))[0]).to.equal('SR_BACKEND_FAILURE_44');
    expect((await test.failure('VDI.create', record))[0]).to.equal('FIELD_TYPE_ERROR');
  });
});
