import { expect } from 'chai';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importMedia } from '../../../src/media/import-media.js';
import { listMedia, showMedium } from '../../../src/media/list-media.js';
import { repairMedium } from '../../../src/media/repair-medium.js';
import { removeMedium } from '../../../src/media/remove-medium.js';
import { readAliases, removeAlias, restoreAlias, setAlias } from '../../../src/media/store/aliases.js';
import { inUse, markInUse, unmarkInUse } from '../../../src/media/store/in-use.js';
import { openCatalogue } from '../../../src/media/store/open-catalogue.js';
import { diskFiles, type StoreFiles } from '../../../src/media/store/store-files.js';
import { requireUndamaged, verifyAllMedia, verifyMedium } from '../../../src/media/verify-medium.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { demoImage, expectError, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { failingDisk } from '../../support/media-failing-disk.js';
import { treeinfoTree } from '../../support/media-synthetic-tree.js';

const id = 'synth-ng-8.3.0';

describe('The store of media', () => {
  const folder = temporaryFolder();
  const tree = (): string => join(folder(), 'v1', 'media', id, 'tree');

  beforeEach(() => importMedia({ source: demoImage, mediaCache: folder() }));

  it('lists and shows what it holds, without a daemon', async () => {
    const [medium] = await listMedia({ mediaCache: folder() });
    expect(medium?.summary.id).to.equal(id);
    expect(await showMedium({ mediaCache: folder(), id })).to.deep.equal(medium);
    await expectError(showMedium({ mediaCache: folder(), id: 'other' }), 'MEDIA_NOT_FOUND');
    await expectError(showMedium({ mediaCache: folder(), id: '../media' }), 'MEDIA_NOT_FOUND');
    expect(await listMedia({ mediaCache: join(folder(), 'nowhere') })).to.deep.equal([]);
  });

  it('says so when a manifest was edited', async () => {
    await writeFile(join(folder(), 'v1', 'media', id, 'manifest.json'), '{}');
    await expectError(listMedia({ mediaCache: folder() }), 'STATE_CORRUPT', /manifest\.json/);
  });

  describe('as a catalogue', () => {
    it('looks files and folders up exactly, dot files included', async () => {
      const medium = await openCatalogue(folder()).open(id);

      expect(medium?.file('.treeinfo')?.size).to.equal(375);
      expect(medium?.file('.TREEINFO')).to.equal(undefined);
      expect(medium?.file('Packages/../.treeinfo')).to.equal(undefined);
      expect(medium?.folder('')).to.deep.equal([
        '.treeinfo',
        'EFI/',
        'EULA',
        'LICENSES',
        'Packages/',
        'RPM-GPG-KEY-synth',
        'boot/',
        'install.img',
        'repodata/',
      ]);
      expect(medium?.folder('boot')).to.deep.equal(['efiboot.img', 'isolinux/', 'pxelinux/', 'vmlinuz', 'xen.gz']);
      expect(medium?.folder('nowhere')).to.equal(undefined);
      expect(medium?.treeFolder).to.equal(tree());
    });

    it('gives the same object until the medium changes, and notices new and removed media', async () => {
      const catalogue = openCatalogue(folder());
      const first = await catalogue.open(id);
      expect(await catalogue.open(id)).to.equal(first);

      const source = await imageOf(folder(), await treeinfoTree());
      await importMedia({ source, mediaCache: folder(), id: 'second' });
      expect(await catalogue.list()).to.deep.equal(['second', id]);
      await removeMedium({ mediaCache: folder(), id });
      expect(await catalogue.open(id)).to.equal(undefined);
      await importMedia({ source, mediaCache: folder(), id });
      expect((await catalogue.open(id))?.manifest.source.sha256).to.not.equal(first?.manifest.source.sha256);
    });

    it('opens by alias, and nothing by a name that is none', async () => {
      await setAlias({ mediaCache: folder(), alias: 'current', id });
      const catalogue = openCatalogue(folder());

      expect((await catalogue.open('current'))?.manifest.id).to.equal(id);
      for (const name of ['..', '', 'a/b', 'UPPER', '__proto__'])
        expect(await catalogue.open(name)).to.equal(undefined);
    });
  });

  describe('aliases', () => {
    it('can be pointed elsewhere and removed, and follow a medium out of the store', async () => {
      await importMedia({ source: demoImage, mediaCache: folder(), id: 'other' });
      await setAlias({ mediaCache: folder(), alias: 'current', id });
      await setAlias({ mediaCache: folder(), alias: 'current', id: 'other' });
      await setAlias({ mediaCache: folder(), alias: 'old', id });
      expect(Object.fromEntries(await readAliases(folder()))).to.deep.equal({ current: 'other', old: id });

      await removeMedium({ mediaCache: folder(), id });
      await removeAlias({ mediaCache: folder(), alias: 'current' });
      expect([...(await readAliases(folder()))]).to.deep.equal([]);
    });

    it('never take the name of a medium, or point at none', async () => {
      await expectError(setAlias({ mediaCache: folder(), alias: id, id }), 'MEDIA_NAME_TAKEN');
      await expectError(setAlias({ mediaCache: folder(), alias: 'x', id: 'none' }), 'MEDIA_NOT_FOUND');
      await expectError(setAlias({ mediaCache: folder(), alias: '.x', id }), 'MEDIA_NAME_INVALID');
      await expectError(removeAlias({ mediaCache: folder(), alias: 'x' }), 'MEDIA_NOT_FOUND');
      await setAlias({ mediaCache: folder(), alias: 'taken', id });
      await expectError(
        importMedia({ source: demoImage, mediaCache: folder(), id: 'taken' }),
        'MEDIA_NAME_TAKEN',
        /alias/,
      );
    });
  });

  describe('aliases that are pointed back', () => {
    const current = async (): Promise<string | undefined> => (await readAliases(folder())).get('current');
    const alias = 'current';

    it('know the medium before, and after a second time are as they were', async () => {
      await importMedia({ source: demoImage, mediaCache: folder(), id: 'other', alias });
      await expectError(restoreAlias({ mediaCache: folder(), alias }), 'MEDIA_NOT_FOUND', /before/);
      await setAlias({ mediaCache: folder(), alias, id });
      await setAlias({ mediaCache: folder(), alias, id });

      expect(await restoreAlias({ mediaCache: folder(), alias })).to.equal('other');
      expect(await current()).to.equal('other');
      expect(await restoreAlias({ mediaCache: folder(), alias })).to.equal(id);
      expect(await current()).to.equal(id);
    });

    it('forget a medium that was removed', async () => {
      await importMedia({ source: demoImage, mediaCache: folder(), id: 'other', alias });
      await setAlias({ mediaCache: folder(), alias, id });
      await removeMedium({ mediaCache: folder(), id: 'other' });
      await expectError(restoreAlias({ mediaCache: folder(), alias }), 'MEDIA_NOT_FOUND');
      expect(await current()).to.equal(id);
    });
  });

  describe('marks of use', () => {
    it('keep a medium from being removed, until the last one is taken away', async () => {
      await markInUse({ mediaCache: folder(), id, marker: 'grant-1' });
      await markInUse({ mediaCache: folder(), id, marker: 'grant-1' });
      await markInUse({ mediaCache: folder(), id, marker: 'grant-2' });
      expect(await inUse({ mediaCache: folder(), id })).to.deep.equal(['grant-1', 'grant-2']);

      await unmarkInUse({ mediaCache: folder(), id, marker: 'grant-1' });
      await expectError(removeMedium({ mediaCache: folder(), id }), 'MEDIA_IN_USE', /grant-2/);
      await unmarkInUse({ mediaCache: folder(), id, marker: 'grant-2' });
      await unmarkInUse({ mediaCache: folder(), id, marker: 'grant-2' });
      await removeMedium({ mediaCache: folder(), id });
      expect(await readdir(join(folder(), 'v1', 'media'))).to.deep.equal([]);
      expect(await readdir(join(folder(), 'v1', 'staging'))).to.deep.equal([]);
    });

    it('are refused for a medium that is not there', async () => {
      await expectError(markInUse({ mediaCache: folder(), id: 'none', marker: 'g' }), 'MEDIA_NOT_FOUND');
      await expectError(markInUse({ mediaCache: folder(), id, marker: '../g' }), 'MEDIA_NAME_INVALID');
      await expectError(removeMedium({ mediaCache: folder(), id: 'none' }), 'MEDIA_NOT_FOUND');
    });
  });

  describe('on a disk that others need as well', () => {
    const withFree = (free: number): StoreFiles => ({ ...diskFiles, freeBytes: () => Promise.resolve(free) });

    it('keeps a reserve free, and refuses an import or a repair that would need it before it begins', async () => {
      const { bytes } = (await showMedium({ mediaCache: folder(), id })).summary;
      const reserve = 900_000_000;
      const options = { source: demoImage, mediaCache: folder(), id: 'other', reserve };
      const error = await expectError(importMedia({ ...options, files: withFree(reserve + 1) }), 'DISK_FULL');
      expect(error.details.expected).to.equal(`${bytes} bytes free, and 900000000 bytes that stay in reserve`);
      expect(error.details.found).to.equal('900000001 bytes');
      await importMedia({ ...options, files: withFree(reserve + bytes) });

      await rm(join(tree(), 'install.img'));
      const repair = { ...options, id };
      await expectError(repairMedium({ ...repair, files: withFree(reserve) }), 'DISK_FULL');
      await repairMedium({ ...repair, files: withFree(reserve + bytes) });
    });
  });

  describe('after a crash', () => {
    it('has its left-over files removed by the next start, and nothing that is not one', async () => {
      const store = (...path: string[]): string => join(folder(), 'v1', ...path);
      await markInUse({ mediaCache: folder(), id, marker: 'grant-1' });
      await verifyMedium({ mediaCache: folder(), id });
      const name = '.0123456789ab.tmp';
      const places = [[], ['media', id], ['in-use', id], ['checks']];
      for (const place of places) await writeFile(store(...place, name), 'half');
      await writeFile(join(tree(), name), 'damage of the tree is for verify to tell');
      // A removal that was cut off after its rename.
      await writeFile(store('aliases.json'), JSON.stringify({ dangling: 'gone', kept: { id, previous: 'gone' } }));
      await writeFile(store('checks', 'gone.json'), '{}');

      await importMedia({ source: demoImage, mediaCache: folder(), id: 'other' });
      for (const place of places) expect(await readdir(store(...place))).to.not.include(name);
      expect(await readdir(tree())).to.include(name);
      expect(await readdir(store('checks'))).to.deep.equal([`${id}.json`]);
      expect(await inUse({ mediaCache: folder(), id })).to.deep.equal(['grant-1']);
      expect(Object.fromEntries(await readAliases(folder()))).to.deep.equal({ kept: id });
    });

    it('has a removed medium gone, whichever of two removals was first, and an import of it beside', async () => {
      const outcomes = await Promise.allSettled([
        removeMedium({ mediaCache: folder(), id }),
        removeMedium({ mediaCache: folder(), id }),
        importMedia({ source: demoImage, mediaCache: folder(), id: 'other' }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'fulfilled', 'rejected']);
      expect((await listMedia({ mediaCache: folder() })).map(({ summary }) => summary.id)).to.deep.equal(['other']);
      // Its files were shared with the medium that was removed, or not: they are there.
      expect(await verifyMedium({ mediaCache: folder(), id: 'other' })).to.deep.include({ damaged: [], missing: [] });
      expect(await readdir(join(folder(), 'v1', 'staging'))).to.deep.equal([]);
    });
  });

  describe('verified again', () => {
    it('finds nothing in a medium as it was published', async () => {
      const seen: number[] = [];
      const report = await verifyMedium({
        mediaCache: folder(),
        id,
        onProgress: (progress) => seen.push(progress.files),
      });

      expect(report).to.deep.include({ id, files: 48, damaged: [], missing: [], extra: [] });
      expect(seen).to.have.length(48);
      requireUndamaged(report);
    });

    it('names files that are damaged, longer, replaced by a link, missing or unknown', async () => {
      await writeFile(join(tree(), 'install.img'), 'changed');
      await writeFile(join(tree(), 'EULA'), 'one more line\n', { flag: 'a' });
      await rm(join(tree(), 'LICENSES'));
      await symlink('EULA', join(tree(), 'LICENSES'));
      await rm(join(tree(), '.treeinfo'));
      await mkdir(join(tree(), 'extra'));
      await writeFile(join(tree(), 'extra', 'file'), '');

      const report = await verifyMedium({ mediaCache: folder(), id });
      expect(report).to.deep.include({
        damaged: ['EULA', 'LICENSES', 'install.img'],
        missing: ['.treeinfo'],
        extra: ['extra/file'],
      });
      await expectError(
        Promise.resolve().then(() => requireUndamaged(report)),
        'MEDIA_DAMAGED',
        /3 damaged, 1 missing and 1 unknown/,
      );
    });

    it('leaves its date and its outcome in the store, until the medium is repaired or removed', async () => {
      const clock = new VirtualClock(77_000);
      await rm(join(tree(), 'EULA'));
      const report = await verifyMedium({ mediaCache: folder(), id, clock });
      expect(report).to.deep.include({ checkedAt: 77_000, generation: 1, missing: ['EULA'], recorded: true });
      const shown = await showMedium({ mediaCache: folder(), id });
      expect({ id, recorded: true, ...shown.lastCheck }).to.deep.equal(report);

      await repairMedium({ mediaCache: folder(), id, source: demoImage, clock: new VirtualClock(88_000) });
      const { lastCheck } = await showMedium({ mediaCache: folder(), id });
      expect(lastCheck).to.deep.include({ checkedAt: 88_000, generation: 2, missing: [] });
      await removeMedium({ mediaCache: folder(), id });
      await importMedia({ source: demoImage, mediaCache: folder() });
      expect((await showMedium({ mediaCache: folder(), id })).lastCheck).to.equal(null);
    });

    it('tells what it found although the date cannot be written down, and reads over a date that cannot be read', async () => {
      const files = await failingDisk(folder(), { kind: 'disk-full', at: 0, seed: 1 });
      expect(await verifyMedium({ mediaCache: folder(), id, files })).to.deep.include({ recorded: false, damaged: [] });
      await mkdir(join(folder(), 'v1', 'checks'), { recursive: true });
      await writeFile(join(folder(), 'v1', 'checks', `${id}.json`), '{}');
      expect((await showMedium({ mediaCache: folder(), id })).lastCheck).to.equal(null);
    });

    it('does not call a medium damaged that was removed meanwhile, or half a repair a result', async () => {
      const removing = verifyMedium({
        mediaCache: folder(),
        id,
        pace: once(() => removeMedium({ mediaCache: folder(), id })),
      });
      await expectError(removing, 'MEDIA_NOT_FOUND');

      await importMedia({ source: demoImage, mediaCache: folder() });
      await writeFile(join(tree(), 'install.img'), 'damaged');
      const repairing = await verifyMedium({
        mediaCache: folder(),
        id,
        pace: once(() => repairMedium({ mediaCache: folder(), id, source: demoImage })),
      });
      expect(repairing).to.deep.include({ generation: 2, damaged: [] });
    });

    it('hashes all media, and names all that are damaged', async () => {
      await importMedia({ source: demoImage, mediaCache: folder(), id: 'other' });
      expect((await verifyAllMedia({ mediaCache: folder() })).map((report) => report.id)).to.deep.equal(['other', id]);
      await writeFile(join(tree(), 'install.img'), 'damaged');
      const reports = await verifyAllMedia({ mediaCache: folder() });
      // The two share the file.
      const error = await expectError(
        Promise.resolve().then(() => requireUndamaged(...reports)),
        'MEDIA_DAMAGED',
        /other, synth-ng-8\.3\.0.*2 damaged/,
      );
      expect(error.details.data).to.have.nested.property('media.length', 2);
    });

    it('stops when told to', async () => {
      const outcome = await verifyMedium({ mediaCache: folder(), id, signal: AbortSignal.abort() }).catch(
        (error: unknown) => error,
      );
      expect(outcome).to.be.instanceOf(Error);
    });
  });
});

/** Does something at the first call, and nothing later. */
function once(act: () => Promise<unknown>): () => Promise<void> {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    await act();
  };
}
