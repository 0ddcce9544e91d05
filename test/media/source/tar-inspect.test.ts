import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inspectSource, type Inspection } from '../../../src/media/inspect-source.js';
import { imageOf, temporaryFolder } from '../../support/media-cases.js';
import { treeinfoTree, xsRepositoryTree, type FileTree } from '../../support/media-synthetic-tree.js';
import { tarOfTree, treeTarSpecs, writeTar, writeTarEntry, type TarSpec } from '../../support/media-tar-writer.js';

describe('Inspecting a tar archive', () => {
  const folder = temporaryFolder();

  async function inspect(archive: Buffer): Promise<Inspection> {
    const source = join(folder(), 'medium.tar');
    await writeFile(source, archive);
    return inspectSource({ source });
  }

  /** Without an end, so that reading too far shows. */
  function open(specs: readonly TarSpec[]): Buffer {
    return Buffer.concat(specs.map(writeTarEntry));
  }

  /** In this order; what no pattern fits is left out. */
  function inOrder(tree: FileTree, patterns: readonly RegExp[], prefix = ''): TarSpec[] {
    const specs = treeTarSpecs(tree, prefix);
    return patterns.flatMap((pattern) => specs.filter(({ path }) => pattern.test(path)));
  }

  const metadata = [/\.treeinfo$/, /repodata\/(?!repomd\.xml\.asc)/];

  it('that ends with its metadata says all that inspecting the image says', async () => {
    const tree = await treeinfoTree();
    const ofImage = await inspectSource({ source: await imageOf(folder(), tree) });
    const last = inOrder(tree, [/^(?!\.treeinfo)/, /^\.treeinfo$/]);
    const { complete, medium, source } = await inspect(gzipSync(writeTar(last)));

    expect({ complete, kind: source.kind }).to.deep.equal({ complete: false, kind: 'tar gz' });
    expect(medium).to.deep.equal({ ...ofImage.medium, warnings: [] });
  });

  it('that was read to its end is recognised as a whole: also what is missing', async () => {
    const tree = await treeinfoTree({ signed: false });
    const whole = await inspect(tarOfTree(tree));
    expect(whole.complete).to.equal(true);
    expect(whole.refusal).to.include({ code: 'MEDIA_INCOMPLETE' });

    const update = await inspect(tarOfTree(new Map([['repodata/repomd.xml', Buffer.from('<repomd/>')]])));
    expect(update.refusal).to.include({ code: 'MEDIA_NOT_RECOGNISED' });
  });

  it('reads no further than metadata, signature and first key', async () => {
    const specs = inOrder(await treeinfoTree(), [...metadata, /\.asc$/, /KEY/]);
    const { complete, medium, entries } = await inspect(open([{ path: 'boot/', type: '5' }, ...specs]));

    expect(complete).to.equal(false);
    expect(medium).to.deep.include({ layout: 'treeinfo', packages: 5, signature: 'good' });
    expect(medium?.product).to.deep.equal({ name: 'Synth-ng', version: '8.3.0', build: 'cloud' });
    expect(medium?.target).to.include({ xapi: '24.19.2', linux: '4.19.0+1' });
    expect(entries.map(({ path }) => path)).to.include('boot');
  });

  it('looks some way further for a signature, and then says that none was seen', async () => {
    const specs = inOrder(await treeinfoTree(), [...metadata, /KEY/]);
    const filling = { path: 'Packages/large.rpm', content: Buffer.alloc(33 * 1024 * 1024) };
    const { medium, complete } = await inspect(gzipSync(open([...specs, filling])));
    expect({ complete, signature: medium?.signature }).to.deep.equal({ complete: false, signature: null });

    const near = inOrder(await treeinfoTree(), [...metadata, /xen-hypervisor/, /KEY/, /\.asc$/]);
    expect((await inspect(open(near))).medium).to.include({ signature: 'good' });
  });

  it('finds the medium in a top folder', async () => {
    const specs = inOrder(await treeinfoTree(), [...metadata, /\.asc$/, /KEY/], './xcp/');
    const { medium } = await inspect(open([{ path: './xcp/', type: '5' }, ...specs]));
    expect(medium).to.deep.include({ layout: 'treeinfo', packages: 5, signature: 'good' });
  });

  it('knows a medium of XS-REPOSITORY files as soon as all that the list names were seen', async () => {
    const tree = xsRepositoryTree();
    const specs = inOrder(tree, [/XS-REPOSITORY-LIST/, /XS-PACKAGES/, /\/XS-REPOSITORY$/]);
    const { medium, complete } = await inspect(open(specs));

    expect(complete).to.equal(false);
    expect(medium).to.deep.include({ layout: 'xs-repository', packages: 2, signature: 'absent' });
    const ofImage = await inspectSource({ source: await imageOf(folder(), tree) });
    expect(medium).to.deep.equal({ ...ofImage.medium, warnings: [] });
  });

  it('says that a signature is bad, where it was seen', async () => {
    const tree = await treeinfoTree();
    tree.set('repodata/repomd.xml', Buffer.concat([tree.get('repodata/repomd.xml') ?? Buffer.of(), Buffer.from('\n')]));
    const { refusal, medium } = await inspect(open(inOrder(tree, [...metadata, /\.asc$/, /KEY/])));
    expect(medium).to.equal(null);
    expect(refusal).to.include({ code: 'MEDIA_SIGNATURE_REFUSED' });
  });

  it('does not wait for what a link points at', async () => {
    const specs = inOrder(await treeinfoTree(), [...metadata, /\.asc$/, /KEY/]);
    const { medium } = await inspect(open([{ path: 'latest', type: '2', target: 'Packages/later' }, ...specs]));
    expect(medium).to.deep.include({ signature: 'good', warnings: [] });
  });
});
