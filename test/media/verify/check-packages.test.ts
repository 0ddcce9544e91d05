import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRpmHeader } from '../../../src/media/formats/rpm-header.js';
import { PackageChecks } from '../../../src/media/verify/check-packages.js';
import { temporaryFolder } from '../../support/media-cases.js';
import { writeRpm } from '../../support/media-rpm-writer.js';

const path = 'Packages/a.rpm';
const provides = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`capability-${index}`, '1']));
const identity = { name: 'a', epoch: '0', version: '1', release: '1', architecture: 'x86_64' };

describe('The check of a package', () => {
  const folder = temporaryFolder();
  const bytes = writeRpm({ ...identity, epoch: 0, provides, payload: Buffer.alloc(100_000) });
  const checksOf = (headerEnd: number | null): PackageChecks => {
    const packages = new Map([[path, { ...identity, headerEnd }]]);
    return new PackageChecks(folder(), { packages, keys: [], installerRefuses: [] }, undefined);
  };

  beforeEach(async () => {
    await mkdir(join(folder(), 'Packages'));
    await writeFile(join(folder(), path), bytes);
  });

  it('looks at as much of it as its headers take, where the metadata says so', async () => {
    const { payload } = await readRpmHeader(
      (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
      path,
    );
    expect(payload.offset).to.be.within(10_000, 60_000);
    for (const [said, expected] of [
      [payload.offset, payload.offset],
      [null, 65_536],
      [1_000_000_000, 65_536],
      [1, 4096],
    ] as const)
      expect(checksOf(said).startOf(path)).to.equal(expected);
    expect(checksOf(null).startOf('EULA')).to.equal(0);
  });

  it('reads the rest from the file, whatever the metadata says of the headers', async () => {
    for (const said of [null, 1, 100, 10_000, 1_000_000_000]) {
      const checks = checksOf(said);
      await checks.check(path, bytes.subarray(0, checks.startOf(path)));
      expect(await checks.finish()).to.deep.equal(new Map([[path, null]]));
    }
  });
});
