import { expect } from 'chai';
import { compareInventories } from '../../../src/controller/compare/compare-inventories.js';
import { differenceRules, explainDifference, type UpgradeStep } from '../../../src/releases/differences.js';
import type { InventoryItem } from '../../../src/xapi/inventory/inventory.js';

const step: UpgradeStep = { fromPlatform: '3.2.1', toPlatform: '3.4.0', fromBrand: 'XCP-ng', toBrand: 'XCP-ng' };
const sr: InventoryItem = { kind: 'sr', uuid: 'sr-1', name: 'Local storage', host: 'host-1', facts: { type: 'lvm' } };
const way: InventoryItem = { kind: 'path', uuid: 'pbd-1', name: 'Local storage on xs-1', host: 'host-1', facts: {} };

const compare = (before: readonly InventoryItem[], now: readonly InventoryItem[], madeAnew: readonly string[] = []) =>
  compareInventories({ before, now, stepOf: () => step, madeAnew: new Set(madeAnew) });

describe('A comparison of two readings of a pool', () => {
  it('has no difference for what is new, and none for a fact that only one of the releases tells', () => {
    const newer = { ...sr, facts: { type: 'lvm', tags: '' } };
    expect(compare([{ ...sr, facts: { type: 'lvm', old: 'x' } }], [newer, way])).to.deep.equal([]);
  });

  it('tells what is gone, unless the plan said that the installer makes it anew', () => {
    expect(compare([sr, way], []).map(({ fact, explained }) => [fact, explained])).to.deep.equal([
      ['there', null],
      ['there', null],
    ]);
    for (const { explained } of compare([sr, way], [], ['sr-1']))
      expect(explained?.why).to.include('made this local storage anew');
  });

  it('explains nothing where the versions of the host are not known', () => {
    const host: InventoryItem = {
      kind: 'host',
      uuid: 'h',
      name: 'xs-1',
      host: 'h',
      facts: { controlDomainMemory: '1 MiB' },
    };
    const now = [{ ...host, facts: { controlDomainMemory: '2 MiB' } }];
    const differences = compareInventories({ before: [host], now, stepOf: () => undefined, madeAnew: new Set() });
    expect(differences[0]?.explained).to.equal(null);
    expect(compare([host], now)[0]?.explained?.source).to.equal('xapi.md 2.9');
  });
});

describe('What a release explains', () => {
  it('is said with a source', () => {
    for (const { why, source } of differenceRules) {
      expect(why.length).to.be.greaterThan(20);
      expect(source).to.match(/\.md \d/);
    }
  });

  for (const { what, about, before, now, of, explained } of [
    { what: 'packs that went', about: 'host.packs', before: 'a:b c:d', now: 'c:d', of: {}, explained: true },
    { what: 'packs that came', about: 'host.packs', before: 'a:b', now: 'a:b c:d', of: {}, explained: false },
    {
      what: 'another edition of the same line',
      about: 'host.edition',
      before: 'premium',
      now: 'free',
      of: {},
      explained: false,
    },
    {
      what: 'another edition under another brand',
      about: 'host.edition',
      before: 'premium',
      now: 'xcp-ng',
      of: { fromBrand: 'Citrix Hypervisor' },
      explained: true,
    },
    {
      what: 'old protocols that are off',
      about: 'host.oldProtocols',
      before: 'yes',
      now: 'no',
      of: {},
      explained: true,
    },
    {
      what: 'old protocols that are off on an old release',
      about: 'host.oldProtocols',
      before: 'yes',
      now: 'no',
      of: { toPlatform: '3.1.0' },
      explained: false,
    },
    {
      what: 'guest tools that are old now',
      about: 'vm.toolsUpToDate',
      before: 'yes',
      now: 'no',
      of: {},
      explained: true,
    },
    { what: 'another gateway', about: 'interface.gateway', before: '192.0.2.1', now: '', of: {}, explained: false },
  ]) {
    it(`${explained ? 'is' : 'is not'} ${what}`, () => {
      expect(explainDifference(about, { ...step, ...of }, before, now) !== undefined).to.equal(explained);
    });
  }
});
