/** The image that is written of a stored pack, read by programs that are not ours. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { imageOfMedium } from '../../src/media/image/image-of-medium.js';
import { run } from '../media-builder/programs.js';
import { extractedDigests, requirePrograms, sorted } from '../support/media-interop.js';
import { packFiles } from '../support/pack-medium.js';
import { stubCatalogue, type StubFile } from '../support/servers-media.js';

describe('The image of a stored pack and other programs', function () {
  this.timeout(60_000);
  let folder: string | undefined;

  before(async function () {
    requirePrograms(this, ['xorriso', 'isoinfo']);
    folder = await mkdtemp(join(tmpdir(), 'drydock-image-'));
  });
  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('xorriso takes the same files out of it, and isoinfo finds every folder by the path table', async () => {
    const many: StubFile[] = Array.from({ length: 200 }, (_unused, index) => ({
      path: `Packages/${index % 7}/a-driver-with-a-long-name+${index}-${'1.'.repeat(30)}x86_64.rpm`,
      role: 'package',
      content: Buffer.alloc(index % 3 === 0 ? 0 : 2048 * (index % 4) + index, index),
    }));
    const catalogue = await stubCatalogue({
      pack: { layout: 'supplemental-pack', files: [...packFiles(), ...many] },
    });
    try {
      const medium = (await catalogue.open('pack'))!;
      const parts: Uint8Array[] = [];
      for await (const part of imageOfMedium(medium).read()) parts.push(part);
      const place = folder ?? '';
      const image = join(place, 'pack.iso');
      await writeFile(image, Buffer.concat(parts));

      const expected = new Map(medium.manifest.files.map(({ path, sha256 }) => [path, sha256]));
      expect(sorted(await extractedDigests(image, join(place, 'out'))).join('\n')).to.equal(
        sorted(expected).join('\n'),
      );
      const table = (await run('isoinfo', ['-p', '-i', image])).toString();
      // The root, Packages, its seven folders, and repodata.
      expect(table.match(/^ +\d+: +\d+ [0-9a-f]+/gm)).to.have.length(10);
      expect((await run('isoinfo', ['-R', '-f', '-i', image])).toString()).to.contain('/repodata/repomd.xml.asc');
    } finally {
      await catalogue.remove();
    }
  });
});
