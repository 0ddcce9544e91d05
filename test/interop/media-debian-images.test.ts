import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { importMedia } from '../../src/media/import-media.js';
import { inspectSource } from '../../src/media/inspect-source.js';
import { openIsoImage } from '../../src/media/iso9660/iso-image.js';
import { expectError, expectNothingLeft, temporaryFolder } from '../support/media-cases.js';
import { extractedDigests, requirePrograms, sorted } from '../support/media-interop.js';

/** Images that Debian packages ship: ipxe, grub-rescue-pc and memtest86+. */
const images: [string, RegExp][] = [
  ['/usr/lib/ipxe/ipxe.iso', /an iPXE boot image/],
  ['/usr/lib/grub-rescue/grub-rescue-cdrom.iso', /a GRUB rescue image .*boots by BIOS/],
  ['/usr/lib/memtest86+/memtest86+x64.iso', /a Memtest86\+ image/],
  ['/usr/lib/memtest86+/memtest86+ia32.iso', /a Memtest86\+ image/],
];

describe('Images that Debian packages ship', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  before(function () {
    requirePrograms(this, ['xorriso']);
  });

  for (const [image, description] of images) {
    it(`${image} is read as xorriso reads it, and import says what it is`, async function () {
      if (!existsSync(image)) {
        if (process.env['CI'] === 'true') throw new Error(`needs ${image}`);
        this.skip();
      }
      const expected = sorted(await extractedDigests(image, join(folder(), 'reference')));

      const inspection = await inspectSource({ source: image });
      expect(inspection.entries.filter((entry) => entry.kind === 'file').map((entry) => entry.path)).to.have.members(
        expected.map((line) => line.slice(0, line.lastIndexOf(' '))),
      );
      expect(sorted(await ourDigests(image))).to.deep.equal(expected);

      const mediaCache = join(folder(), 'cache');
      await expectError(importMedia({ source: image, mediaCache }), 'MEDIA_NOT_RECOGNISED', description);
      await expectNothingLeft(mediaCache);
    });
  }
});

async function ourDigests(image: string): Promise<Map<string, string>> {
  const opened = await openIsoImage(image);
  try {
    const digests = new Map<string, string>();
    for (const entry of opened.entries) {
      if (entry.kind !== 'file') continue;
      digests.set(
        entry.path,
        createHash('sha256')
          .update(await opened.content(entry))
          .digest('hex'),
      );
    }
    return digests;
  } finally {
    await opened.close();
  }
}
