import { expect } from 'chai';
import { exportProblems, ganeshaProblems, kernelProblems } from '../../../src/servers/nfs/exports-problems.js';
import { ganeshaForm, kernelForm, nextFile, type FileForm } from '../../../src/servers/nfs/next-file.js';
import type { NfsExport } from '../../../src/servers/nfs/nfs-export.js';
import { ownedMark } from '../../../src/servers/nfs/owned-file.js';
import { readGaneshaConfig } from '../../../src/servers/nfs/read-ganesha-config.js';

const first: NfsExport = { id: 'a', folder: '/srv/a b/tree', path: '/i/aaaa', clients: ['192.0.2.1', '192.0.2.2'] };
const second: NfsExport = { id: 'b', folder: '/srv/b/tree', path: '/i/bbbb', clients: ['192.0.2.0/24'] };
const token = 'abcdefghijklmnopqrstuvwxyz';
const forms: readonly [string, FileForm][] = [
  ['NFS-Ganesha', ganeshaForm({ port: 2049 })],
  ['the kernel', kernelForm],
];

function written(form: FileForm, current: string | undefined, exports: readonly NfsExport[]): string {
  const next = nextFile(form, current, exports);
  if (next.kind !== 'write') throw new Error(JSON.stringify(next));
  return next.content;
}

for (const [name, form] of forms) {
  describe(`The file of exports for ${name}`, () => {
    it('is written once, and is the same as long as the same is wanted', () => {
      const content = written(form, undefined, [first, second]);
      expect(content.startsWith(ownedMark)).to.equal(true);
      expect(nextFile(form, content, [first, second])).to.deep.equal({ kind: 'same' });
      expect(nextFile(form, content, [second, first])).to.deep.equal({ kind: 'same' });
    });

    it('loses what is withdrawn and nothing else', () => {
      const both = written(form, undefined, [first, second]);
      const one = written(form, both, [second]);
      expect(one).to.include('/srv/b/tree');
      expect(one).to.not.include('/srv/a');
      expect(written(form, one, [first, second])).to.equal(both);
      expect(written(form, one, [])).to.not.include('/srv');
    });

    it('is never written over what somebody else wrote there', () => {
      const foreign = '/home *(rw)\n';
      expect(nextFile(form, foreign, [first])).to.deep.include({ kind: 'refused', why: 'foreign' });
      expect(nextFile(form, `\n${ownedMark}\n`, [first])).to.deep.include({ kind: 'refused', why: 'foreign' });
      expect(nextFile(form, '\n', [first]).kind).to.equal('write');
    });

    it('is refused when what is wanted cannot be exported', () => {
      const wrong: readonly Partial<NfsExport>[] = [
        { folder: 'relative' },
        { path: '/' },
        { path: '/i/x/' },
        { clients: ['host.example'] },
        { clients: ['192.0.2.1); /etc *(rw'] },
      ];
      for (const part of wrong) {
        expect(nextFile(form, undefined, [{ ...first, ...part }]), JSON.stringify(part)).to.deep.include({
          why: 'invalid',
        });
      }
      expect(exportProblems([first, first]).length).to.equal(2);
      expect(exportProblems([first, second])).to.deep.equal([]);
    });

    // Each of these would be a defect of what writes the file; reading it back must notice.
    const defects: readonly [string, (text: string) => string][] = [
      ['an export is lost', (text) => text.replace(/\n(?:EXPORT \{\n {2}Export_Id[^]*?\n\}|\/srv\/b.*)/, '')],
      ['it may be written to', (text) => text.replace('Access_Type = RO', 'Access_Type = RW').replace('(ro,', '(rw,')],
      ['a client is added', (text) => text.replace('192.0.2.1', '198.51.100.1')],
      ['the folder is another', (text) => text.replace('/srv/b/tree', '/srv/b')],
      ['root is not squashed', (text) => text.replaceAll('All_Squash', 'No_Root_Squash').replaceAll('all_squash,', '')],
      ['a number is 0', (text) => text.replace(/(Export_Id = |fsid=)\d+/g, '$10')],
      ['two numbers are the same', (text) => text.replace(/(Export_Id = |fsid=)\d+/g, '$17')],
    ];
    it('is refused without telling the path of an export, which has a token in it', () => {
      const [one, other] = [
        { ...first, path: `/i/${token}` },
        { ...second, path: `/i/${token}` },
      ];
      const told: string[] = [
        ...exportProblems([one, other]),
        ...exportProblems([{ ...one, path: `/i/${token}/` }]),
        ...defects.flatMap(([, plant]) => form.problems(plant(form.render('', [one, second])), [one, second])),
        ...form.problems(form.render('', [one, second]), [first, second]),
      ];
      expect(told).to.include('a and b have the same path').and.to.include('a: its path is none to mount');
      expect(told.filter((problem) => problem.includes(token))).to.deep.equal([]);
    });

    for (const [defect, plant] of defects) {
      it(`is not handed over when ${defect}`, () => {
        const planted: FileForm = { ...form, render: (...given) => plant(form.render(...given)) };
        expect(nextFile(planted, undefined, [first, second])).to.deep.include({ kind: 'refused', why: 'invalid' });
      });
    }
  });
}

describe('A file of exports, read back', () => {
  it('is no configuration of NFS-Ganesha when it is cut short anywhere', () => {
    const whole = ganeshaForm({}).render('', [first, second]);
    expect(ganeshaProblems(whole, [first, second])).to.deep.equal([]);
    for (let length = 1; length < whole.trimEnd().length; length += 7) {
      expect(ganeshaProblems(whole.slice(0, length), [first, second]), String(length)).to.not.deep.equal([]);
    }
    for (const text of ['EXPORT { junk', 'EXPORT', '}', 'A = ;', 'A { B = "x\ny"; }', 'A = 1;']) {
      expect(readGaneshaConfig(text), text).to.equal(undefined);
    }
  });

  it('has problems for the kernel when a line is cut short', () => {
    const whole = kernelForm.render('', [first, second]);
    expect(kernelProblems(whole, [first, second])).to.deep.equal([]);
    for (const length of [5, 20, 60, whole.length - 3]) {
      expect(kernelProblems(whole.slice(0, length), [first, second]), String(length)).to.not.deep.equal([]);
    }
  });
});
