import { expect } from 'chai';
import { claimKey } from '../../../src/controller/ownership/claim.js';
import type { PoolFacts } from '../../../src/controller/facts/pool-facts.js';
import { baselineOf } from '../../../src/controller/planning/baseline.js';
import { leftovers } from '../../../src/controller/report/left-as-found.js';
import { makePool, makeVm, withHost, withPbd } from '../../support/controller-facts.js';

const vms = (changes: Partial<ReturnType<typeof makeVm>>) =>
  makePool({ vms: makePool().vms.map((vm) => (vm.name === 'vm-1a' ? { ...vm, ...changes } : vm)) });

const cases: readonly (readonly [string, PoolFacts, string])[] = [
  ['HA was turned on', makePool({ haEnabled: true }), 'xe pool-ha-disable'],
  ['WLB was turned on', makePool({ wlbEnabled: true }), 'xe pool-param-set uuid=pool-uuid wlb-enabled=false'],
  [
    'the claim is still there',
    makePool({ otherConfig: { [claimKey]: 'run-1' } }),
    `xe pool-param-remove uuid=pool-uuid param-name=other-config param-key=${claimKey}`,
  ],
  ['the coordinator is another', makePool({ coordinator: 'host-2' }), ''],
  ['a host is disabled', withHost(makePool(), 2, { enabled: false }), 'xe host-enable uuid=host-2'],
  ['a host has another address', withHost(makePool(), 2, { address: '192.0.2.99' }), ''],
  ['storage is detached', withPbd(makePool(), 2, 'sr-shared', false), 'xe pbd-plug uuid=pbd-sr-shared-2'],
  ['a guest runs elsewhere', vms({ residentOn: 'host-3' }), 'xe vm-migrate uuid=vm-1a-uuid host-uuid=host-1 live=true'],
  ['a guest is halted', vms({ residentOn: null, powerState: 'Halted' }), 'xe vm-start uuid=vm-1a-uuid on=xs-1'],
  ['a guest is suspended', vms({ residentOn: null, powerState: 'Suspended' }), 'xe vm-resume uuid=vm-1a-uuid on=xs-1'],
  ['a guest is paused', vms({ powerState: 'Paused' }), 'xe vm-unpause uuid=vm-1a-uuid'],
  ['a guest is gone', makePool({ vms: makePool().vms.slice(1) }), ''],
];

describe('What is left different', () => {
  const baseline = baselineOf(makePool());

  for (const [when, pool, command] of cases) {
    it(`is named when ${when}, with ${command === '' ? 'no command' : 'its command'}`, () => {
      expect(leftovers(baseline, pool).map((left) => left.command)).to.deep.equal([command]);
    });
  }

  it('is nothing in an unchanged pool, and guests that were off or are new do not count', () => {
    const halted = baselineOf(makePool({ vms: [makeVm('off', null)] }));
    expect(leftovers(halted, makePool({ vms: [makeVm('off', 2), makeVm('new', 1)] }))).to.deep.equal([]);
  });

  it('names the host and its storage when the host is gone', () => {
    const kinds = leftovers(
      baseline,
      makePool({ hosts: makePool().hosts.slice(0, 2), pbds: makePool({}, 2).pbds }),
    ).map((left) => left.kind);
    expect(kinds).to.deep.equal(['host', 'storage', 'storage']);
  });

  it('quotes a host’s name for the shell', () => {
    const odd = withHost(makePool(), 1, { name: "it's 1" });
    const pool = { ...odd, vms: vms({ residentOn: null, powerState: 'Halted' }).vms };
    expect(leftovers(baselineOf(odd), pool).map((left) => left.command)).to.deep.equal([
      String.raw`xe vm-start uuid=vm-1a-uuid on='it'\''s 1'`,
    ]);
  });
});
