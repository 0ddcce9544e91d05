import { expect } from 'chai';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { withoutPlainPackages } from '../../src/media/formats/plain-packages.js';
import { importMedia } from '../../src/media/import-media.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { buildMedium, buildTree, type BuiltLayout } from '../media-builder/build-medium.js';
import { listImage } from '../media-builder/listing.js';
import { makeJolietOnlyIso, makePlainIso } from '../media-builder/make-iso.js';
import { withBulk, xcpNgLike, xenServerLike, type MediumSpec } from '../media-builder/medium-options.js';
import { builderPrograms } from '../media-builder/programs.js';
import { demoImage, expectError, expectNothingLeft, temporaryFolder } from '../support/media-cases.js';
import { extractedDigests, folderDigests, requirePrograms, sorted } from '../support/media-interop.js';

const old = xenServerLike({
  productName: 'XenServer',
  productVersion: '6.2.0',
  platformVersion: '1.8.0',
  build: '70446c',
});

const media: [string, BuiltLayout, MediumSpec, string | null][] = [
  ['XCP-ng 8.3', 'treeinfo', xcpNgLike(), 'xcp-ng-8.3'],
  ['Citrix Hypervisor 8.2', 'treeinfo', xenServerLike(), 'xenserver-8.2.1'],
  ['XCP-ng 8.3 with 300 more packages', 'treeinfo', withBulk(xcpNgLike(), 300, 20_000), 'xcp-ng-8.3'],
  ['XenServer 6.2', 'xs-repository', old, 'xenserver-6.2'],
];

describe('Importing media that the vendors’ kinds of tools built', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();
  const cache = (): string => join(folder(), 'cache');
  const image = (): string => join(folder(), 'medium.iso');

  before(function () {
    requirePrograms(this, [...builderPrograms, 'bsdtar']);
  });

  async function publishedDigests(id: string): Promise<string[]> {
    const medium = await openCatalogue(cache()).open(id);
    return sorted(await folderDigests(medium?.treeFolder ?? ''));
  }

  for (const [name, layout, spec, release] of media) {
    it(`${name}: every file is what xorriso extracts, and what the manifest says`, async () => {
      await buildMedium(layout, spec, image());

      const { manifest } = await importMedia({ source: image(), mediaCache: cache() });

      expect(manifest.layout).to.equal(layout);
      expect(manifest.release).to.equal(release);
      expect(manifest.warnings).to.have.length(layout === 'treeinfo' ? 0 : 1);
      const expected = sorted(await extractedDigests(image(), join(folder(), 'reference')));
      expect(manifest.files.map((file) => `${file.path} ${file.sha256}`).sort()).to.deep.equal(expected);
      expect(await publishedDigests(manifest.id)).to.deep.equal(expected);
    });
  }

  it('createrepo_c lists packages in the way that is read with one look each', async () => {
    const tree = join(folder(), 'tree');
    await buildTree('treeinfo', xcpNgLike(), tree);
    const [list = ''] = (await readdir(join(tree, 'repodata'))).filter((name) => name.endsWith('primary.xml.gz'));
    const text = gunzipSync(await readFile(join(tree, 'repodata', list))).toString();
    let taken = 0;
    let left = '';

    for await (const piece of withoutPlainPackages(Readable.from([text]), () => (taken += 1))) left += piece;

    expect(taken).to.be.greaterThan(20);
    // That of the kernel says which modules fit it.
    expect(left.match(/<package /g)).to.have.length(1);
  });

  it('an image with Joliet names alone gives the same tree', async () => {
    const tree = join(folder(), 'tree');
    await buildTree('xs-repository', old, tree);
    await makeJolietOnlyIso(tree, image());

    const { manifest } = await importMedia({ source: image(), mediaCache: cache() });

    expect(await publishedDigests(manifest.id)).to.deep.equal(sorted(await folderDigests(tree)));
  });

  it('an image with plain names alone is refused', async () => {
    const tree = join(folder(), 'tree');
    await buildTree('treeinfo', xcpNgLike(), tree);
    await makePlainIso(tree, image());
    await expectError(importMedia({ source: image(), mediaCache: cache() }), 'MEDIA_ISO_UNSUPPORTED', /plain/);
    await expectNothingLeft(cache());
  });

  it('one flipped bit in a package is found, and nothing is left', async () => {
    await buildMedium('treeinfo', xcpNgLike(), image());
    const bytes = await readFile(image());
    const at = bytes.indexOf(Buffer.from('edabeedb', 'hex')) + 5000;
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    await writeFile(image(), bytes);
    await expectError(importMedia({ source: image(), mediaCache: cache() }), 'MEDIA_DIGEST_MISMATCH', /\.rpm/);
    await expectNothingLeft(cache());
  });

  it('a hand-made copy that lost its hidden file is refused', async () => {
    await buildMedium('treeinfo', xcpNgLike(), image(), (tree) => rm(join(tree, '.treeinfo')));
    await expectError(
      importMedia({ source: image(), mediaCache: cache() }),
      'MEDIA_NOT_RECOGNISED',
      /without \.treeinfo/,
    );
    await expectNothingLeft(cache());
  });

  it('the image that the demo ships can be rebuilt to the same listing', async () => {
    await buildMedium('treeinfo', xcpNgLike(), image());
    const listing = await listImage(image());
    expect(listing).to.equal(await readFile(demoImage.replace(/iso$/, 'txt'), 'utf8'));
    expect(listing).to.equal(await listImage(demoImage));
  });
});
