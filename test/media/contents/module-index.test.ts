import { expect } from 'chai';
import { drives, moduleIndex, tellsAll } from '../../../src/media/contents/module-index.js';
import { compactAlias, matchAlias, matchesPattern, type PciDevice } from '../../../src/media/contents/pci-alias.js';
import type { HardwareModule, ModuleSet } from '../../../src/media/hardware.js';

/** `vvvv:dddd` or `vvvv:dddd:svvv:sddd`, and the class. */
function device(ids: string, classCode?: string): PciDevice {
  const [vendor = 0, number = 0, subvendor = null, subdevice = null] = ids
    .split(':')
    .map((part) => Number.parseInt(part, 16));
  const [base = 0, sub = 0, programming = null] =
    (classCode ?? '').match(/../g)?.map((part) => Number.parseInt(part, 16)) ?? [];
  return {
    ...{ vendor, device: number, subvendor, subdevice },
    class: classCode === undefined ? null : { base, sub, interface: programming },
  };
}

const any = 'sv*sd*bc*sc*i*';

describe('An alias of a PCI driver', () => {
  for (const [alias, compact] of [
    [`pci:v00008086d00001572${any}`, '8086:1572'],
    ['pci:v00001000d0000005Dsv00001028sd00001F42bc*sc*i*', '1000:5d:1028:1f42'],
    ['pci:v*d*sv*sd*bc01sc06i01*', '*:*:*:*:1:6:1'],
    ['pci:v*d*sv*sd*bc0Csc03i20', '*:*:*:*:c:3:20'],
    ['pci:v00001002d*sv*sd*bc03sc*i*', '1002:*:*:*:3'],
    ['pci:v00000000d00000000sv*sd*bc00sc00i*', '0:0:*:*:0:0'],
    [`pci:v*d*${any}`, '*'],
    [`pci:v0000808[67]d*${any}`, `pci:v0000808[67]d*${any}`],
    [`pci:v00008086d0000157b${any}`, `pci:v00008086d0000157b${any}`],
  ] as const) {
    it(`is kept short: ${alias}`, () => {
      expect(compactAlias(alias)).to.equal(compact);
    });
  }

  for (const [alias, ids, classCode, match] of [
    [`pci:v00008086d00001572${any}`, '8086:1572', undefined, 'yes'],
    [`pci:v00008086d00001572${any}`, '8086:1573', undefined, 'no'],
    [`pci:v00008086d00001572${any}`, '8087:1572', '020000', 'no'],
    ['pci:v00001000d0000005Dsv00001028sd00001F42bc*sc*i*', '1000:5d:1028:1f42', undefined, 'yes'],
    ['pci:v00001000d0000005Dsv00001028sd00001F42bc*sc*i*', '1000:5d', undefined, 'depends'],
    ['pci:v00001000d0000005Dsv00001028sd00001F42bc*sc*i*', '1000:5d:1028:1f43', undefined, 'no'],
    ['pci:v00001000d0000005Dsv00001028sd00001F42bc*sc*i*', '1000:5e', undefined, 'no'],
    ['pci:v*d*sv*sd*bc01sc06i01*', '1022:7901', '010601', 'yes'],
    ['pci:v*d*sv*sd*bc01sc06i01*', '1022:7901', '010600', 'no'],
    ['pci:v*d*sv*sd*bc01sc06i01*', '1022:7901', '0106', 'depends'],
    ['pci:v*d*sv*sd*bc01sc06i01*', '1022:7901', '0107', 'no'],
    ['pci:v*d*sv*sd*bc01sc06i01*', '1022:7901', undefined, 'depends'],
    ['pci:v00000000d00000000sv*sd*bc00sc00i*', '0:0', '000000', 'yes'],
    [`pci:v*d*${any}`, 'ffff:ffff', undefined, 'yes'],
    [`pci:v0000808[67]d*${any}`, '8087:1:2:3', '020000', 'yes'],
    [`pci:v0000808[67]d*${any}`, '8088:1:2:3', '020000', 'no'],
    [`pci:v00008086d0000157b${any}`, '8086:157b:1:1', '020000', 'no'],
  ] as const) {
    it(`${alias} is "${match}" for ${ids}${classCode === undefined ? '' : ` of the class ${classCode}`}`, () => {
      expect(matchAlias(compactAlias(alias), device(ids, classCode))).to.equal(match);
    });
  }

  for (const [pattern, text, matches] of [
    ['a*c', 'abbc', true],
    ['a*c', 'abbd', false],
    ['*', '', true],
    ['a**b*', 'axxbyy', true],
    ['?', '', false],
    ['a?c', 'abc', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['[]]', ']', true],
    ['[a-]', '-', true],
    ['[a', '[a', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['a', 'A', false],
    ['', 'a', false],
  ] as const) {
    it(`as a pattern ${JSON.stringify(pattern)} ${matches ? 'takes' : 'refuses'} ${JSON.stringify(text)}`, () => {
      expect(matchesPattern(pattern, text)).to.equal(matches);
    });
  }

  it('costs little time, whatever the pattern', () => {
    expect(matchesPattern('*a'.repeat(2000), 'a'.repeat(1999))).to.equal(false);
  });
});

describe('The drivers of a device', () => {
  const module = (name: string, pci: readonly string[], kernel = '4.19.0+1'): HardwareModule => ({
    ...{ name, kernel, version: null, from: 'install.img', path: `kernel/${name}.ko` },
    ...{ pci: [...pci], others: 0, replaces: [] },
  });
  const set: ModuleSet = {
    kernels: ['4.19.0+1', '6.6.0'],
    modules: [
      module('zzz', ['8086:1572']),
      module('i40e', ['8086:1572', '8086:1583']),
      module('megaraid_sas', ['1000:5d', '1000:14']),
      module('special', ['1000:5d:1028']),
      module('ahci', ['*:*:*:*:1:6:1', '1022:7801']),
      module('ata_generic', ['8086:*:*:*:1:1']),
      module('i40e', ['8086:37d0'], '6.6.0'),
    ],
    builtinUnknown: [],
    unread: [],
  };
  const found = (ids: string, classCode?: string, kernel?: string): string[] =>
    drives(moduleIndex(set, kernel), device(ids, classCode)).map(
      (driver) => `${driver.module.name}${driver.certain ? '' : '?'}`,
    );

  it('are those whose alias fits, by name', () => {
    expect(found('8086:1572')).to.deep.equal(['i40e', 'zzz']);
    expect(found('8086:1583')).to.deep.equal(['i40e']);
    expect(found('8086:9999')).to.deep.equal([]);
  });

  it('are uncertain where the subsystem decides and is not known', () => {
    expect(found('1000:5d')).to.deep.equal(['megaraid_sas', 'special?']);
    expect(found('1000:5d:1028:1f42')).to.deep.equal(['megaraid_sas', 'special']);
    expect(found('1000:5d:15d9:0')).to.deep.equal(['megaraid_sas']);
  });

  it('are found by class when the class is known', () => {
    expect(found('1b21:612')).to.deep.equal([]);
    expect(found('1b21:612', '010601')).to.deep.equal(['ahci']);
    expect(found('1b21:612', '0106')).to.deep.equal([]);
    expect(found('1022:7801')).to.deep.equal(['ahci']);
    expect(found('8086:7010')).to.deep.equal([]);
    expect(found('8086:7010', '0101')).to.deep.equal(['ata_generic']);
  });

  it('are those of the kernel that is booted, unless another is asked for', () => {
    expect(found('8086:37d0')).to.deep.equal([]);
    expect(found('8086:37d0', undefined, '6.6.0')).to.deep.equal(['i40e']);
    expect(moduleIndex({ ...set, kernels: [], modules: [] }).kernel).to.equal(null);
  });

  it('are all of them only where everything could be told', () => {
    expect(tellsAll(set)).to.equal(true);
    expect(tellsAll({ ...set, kernels: [] })).to.equal(false);
    expect(tellsAll({ ...set, builtinUnknown: ['ahci'] })).to.equal(false);
    expect(tellsAll({ ...set, unread: [{ subject: 'x', code: 'MEDIA_ARCHIVE_DAMAGED', found: 'y' }] })).to.equal(false);
  });
});
