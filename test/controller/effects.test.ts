import { expect } from 'chai';
import { effectNames, type EffectView } from '../../src/controller/effects/effect.js';
import { freshness, hostMayGoDown } from '../../src/controller/effects/host-is-empty.js';
import { effects } from '../../src/controller/effects/registry.js';
import type { PoolFacts } from '../../src/controller/facts/pool-facts.js';
import { makeHost, makePool, makeVm, readAt } from '../support/controller-facts.js';

const view = (pool: PoolFacts | undefined, now = readAt): EffectView => ({
  pool,
  grants: [],
  task: undefined,
  now,
  intendedAt: now,
  actedAt: null,
});

describe('A host may be armed and rebooted', () => {
  const disabled = (changes = {}): PoolFacts =>
    makePool({ hosts: [makeHost(1, { enabled: false, ...changes }), makeHost(2)], vms: [] });

  it('when a fresh reading shows it disabled and without guests', () => {
    expect(hostMayGoDown(view(disabled()), 'host-1')).to.equal(undefined);
  });

  for (const { situation, given, reason } of [
    { situation: 'when the pool cannot be read', given: view(undefined), reason: 'cannot be read' },
    {
      situation: 'on a reading older than five seconds',
      given: view(disabled(), readAt + freshness + 1),
      reason: 'old',
    },
    { situation: 'while it is not called live', given: view(disabled({ live: false })), reason: 'does not answer' },
    {
      situation: 'while nobody knows whether it is live',
      given: view(disabled({ live: null })),
      reason: 'does not answer',
    },
    {
      situation: 'while it is called live and does not tell its clock, as one that lost its power',
      given: view(disabled({ serverTime: null })),
      reason: 'does not answer',
    },
    { situation: 'while it is enabled', given: view(disabled({ enabled: true })), reason: 'enabled' },
    {
      situation: 'while a VM is on its way to it',
      given: view(disabled({ currentOperations: ['vm_migrate'] })),
      reason: 'vm_migrate',
    },
    {
      situation: 'while high availability is on',
      given: view({ ...disabled(), haEnabled: true }),
      reason: 'high availability is on',
    },
    {
      situation: 'with a guest on it',
      given: view({ ...disabled(), vms: [makeVm('web', 1)] }),
      reason: 'VMs are on the host',
    },
    {
      situation: 'with a paused guest on it',
      given: view({ ...disabled(), vms: [makeVm('web', 1, { powerState: 'Paused' })] }),
      reason: 'VMs are on the host',
    },
  ]) {
    it(`not ${situation}`, () => {
      expect(hostMayGoDown(given, 'host-1')).to.include(reason);
    });
  }
});

describe('Effects', () => {
  it('are all registered under their own names, each with a bounded deadline', () => {
    for (const name of effectNames) {
      expect(effects[name].name).to.equal(name);
      expect(effects[name].deadline).to.be.within(60_000, 24 * 3_600_000);
    }
  });

  it('that lead to a reboot look once more after their intent', () => {
    expect(effectNames.filter((name) => effects[name].looksAgain === true)).to.have.members([
      'disable-host',
      'arm-grant',
      'reboot-host',
      'restart-host',
    ]);
  });

  it('never disable a host while another is out of service', () => {
    const request = { effect: 'disable-host', key: 'host-1', detail: { name: 'xs-1' } } as const;

    expect(effects['disable-host'].refuses(request, view(makePool({ hosts: [makeHost(1), makeHost(2)] })))).to.equal(
      undefined,
    );
    expect(
      effects['disable-host'].refuses(
        request,
        view(makePool({ hosts: [makeHost(1), makeHost(2, { enabled: false })] })),
      ),
    ).to.include('xs-2');
    expect(
      effects['disable-host'].refuses(request, view(makePool({ hosts: [makeHost(1), makeHost(2, { live: false })] }))),
    ).to.include('xs-2');
    expect(
      effects['disable-host'].refuses(request, view(makePool({ hosts: [makeHost(1), makeHost(2, { live: null })] }))),
    ).to.equal('it is not known whether xs-2 is alive');
  });

  it('take no VM down without a recorded consent, elsewhere than on its host, or while that may take it back', () => {
    const out = (changes: Partial<PoolFacts> = {}): EffectView =>
      view(makePool({ hosts: [makeHost(1, { enabled: false }), makeHost(2)], vms: [makeVm('web', 1)], ...changes }));
    const request = (effect: 'stop-vm' | 'hard-stop-vm' | 'suspend-vm', consent: string) => ({
      ...{ effect, key: 'vm-web-uuid' },
      detail: { name: 'vm-web', host: 'host-1', hostName: 'xs-1', consent },
    });
    for (const name of ['stop-vm', 'hard-stop-vm', 'suspend-vm'] as const) {
      const refuses = (consent: string, seen: EffectView): string | undefined =>
        effects[name].refuses(request(name, consent), seen);
      expect(refuses('--stop-vms (ann)', out())).to.equal(undefined);
      expect(refuses('', out())).to.equal('nobody has consented to it');
      expect(refuses('x', view(undefined))).to.equal('the pool cannot be read');
      expect(refuses('x', out({ vms: [makeVm('web', 2)] }))).to.include('not on xs-1 any more');
      expect(refuses('x', out({ vms: [] }))).to.equal('the VM no longer exists');
      expect(refuses('x', out({ hosts: [makeHost(1), makeHost(2)] }))).to.include('xs-1 is enabled');
    }
  });
});
