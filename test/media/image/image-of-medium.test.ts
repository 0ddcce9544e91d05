import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { imageOfMedium } from '../../../src/media/image/image-of-medium.js';
import { sectorBytes } from '../../../src/media/image/image-layout.js';
import { openIsoImage } from '../../../src/media/iso9660/iso-image.js';
import type { Medium } from '../../../src/media/catalogue.js';
import { stubCatalogue, type StubCatalogue, type StubFile } from '../../support/servers-media.js';
import { packFiles } from '../../support/pack-medium.js';

async function bytesOf(medium: Medium): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of imageOfMedium(medium).read()) parts.push(part);
  return Buffer.concat(parts);
}

const digest = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('The image of a stored pack', () => {
  const many: StubFile[] = Array.from({ length: 120 }, (_unused, index) => ({
    path: `Packages/a-driver-with-a-long-name+${index}-${'1.'.repeat(20)}x86_64.rpm`,
    role: 'package',
    content: Buffer.alloc(index % 3 === 0 ? 0 : 2048 * (index % 4) + index, index),
  }));
  let catalogue: StubCatalogue;
  let medium: Medium;

  before(async () => {
    catalogue = await stubCatalogue({ pack: { layout: 'supplemental-pack', files: [...packFiles(), ...many] } });
    medium = (await catalogue.open('pack'))!;
  });
  after(() => rmSync(catalogue.folder, { recursive: true, force: true }));

  it('is as long as it says, whole sectors, and the same each time', async () => {
    const image = await bytesOf(medium);
    expect(image.length).to.equal(imageOfMedium(medium).bytes);
    expect(image.length % sectorBytes).to.equal(0);
    expect(digest(await bytesOf(medium))).to.equal(digest(image));
  });

  it('has every file of the tree byte for byte under its true name, and no other', async () => {
    const file = `${catalogue.folder}/pack.iso`;
    writeFileSync(file, await bytesOf(medium));
    const iso = await openIsoImage(file);
    try {
      const found = new Map<string, string>();
      for (const entry of iso.entries) {
        if (entry.kind !== 'file') continue;
        found.set(entry.path, digest(await iso.content(entry)));
      }
      expect(Object.fromEntries(found)).to.deep.equal(
        Object.fromEntries(medium.manifest.files.map(({ path, sha256 }) => [path, sha256])),
      );
    } finally {
      await iso.close();
    }
  });

  it('is not given to its end where a file of the store is shorter than its manifest says', async () => {
    const [first] = medium.manifest.files;
    writeFileSync(medium.location(first!), '');
    let code: unknown;
    try {
      await bytesOf(medium);
    } catch (error) {
      code = (error as { code?: unknown }).code;
    }
    expect(code).to.equal('MEDIA_DAMAGED');
  });
});
