import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMessage, generateKey, readPrivateKey, sign } from 'openpgp';
import { importMedia, type ImportOptions, type ImportOutcome } from '../../../src/media/import-media.js';
import { expectError, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { syntheticTreeinfo, treeinfoTree, type FileTree } from '../../support/media-synthetic-tree.js';

const testKey = fileURLToPath(new URL('../../fixtures/media/test-signing-key.pub', import.meta.url));
const olderTreeinfo = syntheticTreeinfo.replaceAll('3.4.0', '3.2.1').replaceAll('8.3.0', '8.2.1');

describe('The signature of a repository', () => {
  const folder = temporaryFolder();
  let strange: { privateKey: string; publicKey: string };

  before(async () => {
    strange = await generateKey({ userIDs: [{ name: 'Somebody else' }], type: 'ecc', format: 'armored' });
  });

  async function importTree(tree: FileTree, options: Partial<ImportOptions> = {}): Promise<ImportOutcome> {
    return importMedia({ source: await imageOf(folder(), tree), mediaCache: folder(), ...options });
  }

  async function signedByStranger(treeinfo?: string): Promise<FileTree> {
    const tree = await treeinfoTree(treeinfo === undefined ? {} : { treeinfo });
    const message = await createMessage({ binary: Buffer.from(tree.get('repodata/repomd.xml')?.toString() ?? '') });
    const signingKeys = await readPrivateKey({ armoredKey: strange.privateKey });
    tree.set('repodata/repomd.xml.asc', Buffer.from(String(await sign({ message, signingKeys, detached: true }))));
    return tree;
  }

  async function strangersKey(): Promise<string> {
    const path = join(folder(), 'strange.key');
    await writeFile(path, strange.publicKey);
    return path;
  }

  it("is good under the medium's first key, and names who signed", async () => {
    const { manifest } = await importTree(await treeinfoTree());
    expect(manifest.verified).to.deep.include({
      signature: 'good',
      signedBy: '3CC8CF2C4C004B6B1E96F347BE086D9B41BEBB8F',
    });
  });

  it('is good when the key given is the one of the medium', async () => {
    const { summary } = await importTree(await treeinfoTree(), {
      keys: [await strangersKey(), testKey],
      requireSignature: true,
    });
    expect(summary.verified.signature).to.equal('good');
  });

  it('is by an untrusted key when the keys given are others, which is refused on demand', async () => {
    const keys = [await strangersKey()];
    await expectError(
      importTree(await treeinfoTree(), { keys, requireSignature: true }),
      'MEDIA_SIGNATURE_REFUSED',
      /untrusted-key/,
    );
    const { summary } = await importTree(await treeinfoTree(), { keys });
    expect(summary.verified.signature).to.equal('untrusted-key');
    expect(summary.warnings.join()).to.match(/not among the keys given/);
  });

  it('by another key than the first is refused where the installer would refuse it, and told where it would not', async () => {
    await expectError(importTree(await signedByStranger()), 'MEDIA_SIGNATURE_REFUSED', /untrusted-key/);
    const { summary } = await importTree(await signedByStranger(olderTreeinfo));
    expect(summary.verified.signature).to.equal('untrusted-key');
    expect(summary.warnings.join()).to.match(/not by the first key/);
  });

  it('that does not fit is refused in every release', async () => {
    for (const treeinfo of [syntheticTreeinfo, olderTreeinfo]) {
      const tree = await treeinfoTree({ treeinfo });
      tree.set('repodata/repomd.xml', Buffer.from(`${tree.get('repodata/repomd.xml')?.toString() ?? ''}<!-- -->`));
      await expectError(importTree(tree), 'MEDIA_SIGNATURE_REFUSED', /bad/);
    }
  });

  it('that is none is refused', async () => {
    const tree = await treeinfoTree();
    tree.set('repodata/repomd.xml.asc', Buffer.from('no signature'));
    await expectError(importTree(tree), 'MEDIA_SIGNATURE_REFUSED', /bad/);
  });

  it('may be absent in releases that do not ask for it, unless it is demanded', async () => {
    const tree = await treeinfoTree({ treeinfo: olderTreeinfo, signed: false });
    await expectError(importTree(tree, { requireSignature: true }), 'MEDIA_SIGNATURE_REFUSED', /absent/);
    const { summary } = await importTree(tree);
    expect(summary.verified.signature).to.equal('absent');
    expect(summary.warnings.join()).to.match(/not signed/);
  });

  it('needs keys that can be read', async () => {
    const tree = await treeinfoTree();
    tree.set('RPM-GPG-KEY-synth', Buffer.from('no key'));
    await expectError(importTree(tree), 'MEDIA_KEY_UNREADABLE', /RPM-GPG-KEY-synth/);
    await writeFile(join(folder(), 'bad.key'), 'no key');
    await expectError(importTree(tree, { keys: [join(folder(), 'bad.key')] }), 'MEDIA_KEY_UNREADABLE', /bad\.key/);
    await expectError(importTree(tree, { keys: [join(folder(), 'none.key')] }), 'FILE_UNREADABLE');
  });
});
