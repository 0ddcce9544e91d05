import { expect } from 'chai';
import {
  nothingFound,
  type FoundModule,
  type FoundModules,
  type KernelLists,
} from '../../../src/media/contents/found-modules.js';
import { mergeModules } from '../../../src/media/contents/merge-modules.js';
import { comparePrecedence, mayHoldModules, moduleName, modulePath } from '../../../src/media/contents/module-path.js';
import {
  parseBuiltinModinfo,
  parseModulesAlias,
  parseModulesBuiltin,
} from '../../../src/media/contents/modules-alias.js';
import { pciAlias } from '../../support/media-kernel-module.js';

const kernel = '4.19.0+1';

function file(path: string, version: string, pci: readonly string[] = []): FoundModule {
  return { kernel, path, name: moduleName(path) ?? path, version, pci, others: 0 };
}

function found(from: string, modules: FoundModule[], lists: KernelLists = {}): FoundModules {
  return { ...nothingFound(from), modules, lists: new Map([[kernel, lists]]) };
}

describe('The lists of a kernel', () => {
  it('modules.alias gives the aliases of each module', () => {
    const text = `# Aliases extracted from modules themselves.
alias ${pciAlias(0x8086, 0x1572)} i40e
alias cpu:type:x86,ven0000fam0006mod0086:feature:* intel_uncore
alias ${pciAlias(0x8086, 0x1583)} i40e
alias broken
options i40e debug=1
alias a b c
`;
    expect(Object.fromEntries(parseModulesAlias(text))).to.deep.equal({
      i40e: [pciAlias(0x8086, 0x1572), pciAlias(0x8086, 0x1583)],
      intel_uncore: ['cpu:type:x86,ven0000fam0006mod0086:feature:*'],
    });
  });

  it('modules.builtin.modinfo gives those of the kernel itself', () => {
    const bytes = Buffer.from(
      'ahci.alias=pci:v*d*sv*sd*bc01sc06i01*\0ahci.license=GPL\0ext4.alias=fs-ext4\0alias=x\0rest',
    );
    expect(Object.fromEntries(parseBuiltinModinfo(bytes))).to.deep.equal({
      ahci: ['pci:v*d*sv*sd*bc01sc06i01*'],
      ext4: ['fs-ext4'],
    });
    expect(parseModulesBuiltin('kernel/fs/ext4/ext4.ko\nkernel/drivers/ata/ahci.ko\n')).to.have.length(2);
  });
});

describe('The place of a module', () => {
  it('tells its kernel, in a package and in an image', () => {
    for (const start of ['lib', 'usr/lib'])
      expect(modulePath(`${start}/modules/${kernel}/updates/ixgbe.ko`)).to.deep.equal({
        kernel,
        path: 'updates/ixgbe.ko',
      });
    expect(modulePath('usr/src/lib/modules/1/x.ko')).to.equal(undefined);
    expect(modulePath(`lib/modules/${kernel}`)).to.equal(undefined);
  });

  it('tells the name that modprobe knows it by', () => {
    expect(moduleName('kernel/sound/snd-hda-intel.ko')).to.equal('snd_hda_intel');
    for (const end of ['.gz', '.xz', '.zst']) expect(moduleName(`kernel/a/b.ko${end}`)).to.equal('b');
    for (const path of ['modules.dep', 'kernel/a.ko.debug', 'vdso/vdso64.so', '.ko'])
      expect(moduleName(path)).to.equal(undefined);
  });

  it('tells which packages may hold modules', () => {
    expect(mayHoldModules(`/lib/modules/${kernel}/updates/`)).to.equal(true);
    expect(mayHoldModules(`/usr/lib/modules/${kernel}/kernel/drivers/net/`)).to.equal(true);
    // kernel-devel has two links there, and kernel-debuginfo a copy.
    for (const folder of [`/lib/modules/${kernel}/`, `/usr/lib/debug/lib/modules/${kernel}/kernel/`, '/lib/modules/'])
      expect(mayHoldModules(folder)).to.equal(false);
  });

  it('decides which of several copies is loaded, as depmod does in dom0', () => {
    const folders = ['weak-updates', 'kernel/drivers', 'override', 'extra', 'updates'];
    const sorted = folders.map((folder) => `${folder}/x.ko`).sort(comparePrecedence);
    expect(sorted).to.deep.equal(
      ['override', 'updates', 'extra', 'kernel/drivers', 'weak-updates'].map((folder) => `${folder}/x.ko`),
    );
  });
});

describe('The modules of a system', () => {
  it('are one of each name, and the others are told', () => {
    const set = mergeModules(
      [
        found('kernel.rpm', [
          file('kernel/drivers/net/i40e.ko', '2.1', ['8086:1572']),
          file('kernel/fs/cifs.ko', '2.0'),
        ]),
        found('intel-i40e.rpm', [file('updates/i40e.ko', '2.25', ['8086:1572', '8086:37d0'])]),
      ],
      kernel,
    );

    expect(set.kernels).to.deep.equal([kernel]);
    expect(set.modules.map(({ name, version, from }) => [name, version, from])).to.deep.equal([
      ['cifs', '2.0', 'kernel.rpm'],
      ['i40e', '2.25', 'intel-i40e.rpm'],
    ]);
    expect(set.modules[1]).to.deep.include({
      pci: ['8086:1572', '8086:37d0'],
      replaces: [{ from: 'kernel.rpm', path: 'kernel/drivers/net/i40e.ko', version: '2.1' }],
    });
  });

  it('have the aliases that the image lists, and none where it lists none', () => {
    const aliases = new Map([
      ['i40e', [pciAlias(0x8086, 0x1572), 'auxiliary:x']],
      ['left_out', [pciAlias(1, 2)]],
    ]);
    const modules = [
      file('kernel/i40e.ko', '1', ['8086:1572', '8086:1573']),
      file('kernel/igb.ko', '1', ['8086:1521']),
    ];
    const set = mergeModules([found('install.img', modules, { aliases })], null);

    expect(set.modules.map(({ name, pci, others }) => [name, pci, others])).to.deep.equal([
      ['i40e', ['8086:1572'], 1],
      ['igb', [], 0],
    ]);
  });

  it('are those that are listed where the image hides its modules', () => {
    const aliases = new Map([['i40e', [pciAlias(0x8086, 0x1572)]]]);
    const set = mergeModules([found('install.img', [], { aliases })], null);
    expect(set.modules).to.have.length(1);
    expect(set.modules[0]).to.deep.include({ name: 'i40e', path: null, pci: ['8086:1572'] });
  });

  it('include what is part of the kernel, whatever lies beside it', () => {
    const builtinAliases = new Map([['ahci', ['pci:v*d*sv*sd*bc01sc06i01*']]]);
    const builtin = ['ata/ahci', 'block/xen-blkfront', 'hwmon/hwmon'].map((name) => `kernel/drivers/${name}.ko`);
    const modules = [file('updates/ahci.ko', '9')];
    const known = mergeModules([found('kernel.rpm', modules, { builtin, builtinAliases })], kernel);
    expect(known.builtinUnknown).to.deep.equal([]);
    expect(known.modules[0]).to.deep.include({ name: 'ahci', path: null, pci: ['*:*:*:*:1:6:1'] });

    const unknown = mergeModules([found('kernel.rpm', modules, { builtin })], kernel);
    expect(unknown.builtinUnknown).to.deep.equal(['ahci', 'xen_blkfront']);
    expect(unknown.modules[0]).to.deep.include({ path: 'updates/ahci.ko' });
  });

  it('are told for each kernel, the one that is booted first', () => {
    const of = (version: string, count: number): FoundModules => ({
      ...nothingFound(version),
      modules: Array.from({ length: count }, (_, index) => ({ ...file(`kernel/${index}.ko`, '1'), kernel: version })),
    });
    const all = [of('2.6.32kdump', 9), of('4.19.0+1', 3), of('4.19.227', 5)];
    expect(mergeModules(all, '4.19.0+1').kernels).to.deep.equal(['4.19.0+1', '4.19.227', '2.6.32kdump']);
    expect(mergeModules(all, null).kernels).to.deep.equal(['4.19.227', '4.19.0+1', '2.6.32kdump']);
    expect(mergeModules([], null)).to.deep.equal({ kernels: [], modules: [], builtinUnknown: [], unread: [] });
  });
});
