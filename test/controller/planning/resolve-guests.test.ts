import { expect } from 'chai';
import { resolveGuests, type ConfiguredPolicy } from '../../../src/controller/planning/guests/resolve-guests.js';
import { wayOut } from '../../../src/controller/planning/guests/way-out.js';
import { makeSurvey, makeVmSurvey, usualNeeds } from '../../support/controller-evidence.js';
import { makePool } from '../../support/controller-facts.js';

const pool = makePool();
const tagged = makeSurvey(pool, {
  vms: [makeVmSurvey('vm-1a-uuid', { needs: { ...usualNeeds, tags: ['drydock:stop', 'other'], order: 3 } })],
});
const configured: readonly ConfiguredPolicy[] = [{ pool: 'lab', vm: 'vm-1a', policy: 'leave' }];

describe('The policy of a VM', () => {
  it('is its tag’s; the configuration wins over that, and what is said with the plan over both', () => {
    const [byTag] = resolveGuests(pool, tagged, {}, 'ann').vms;
    expect(byTag).to.include({ vm: 'vm-1a-uuid', policy: 'stop' });
    const [byFile] = resolveGuests(pool, tagged, {}, 'ann', configured).vms;
    expect(byFile).to.deep.include({
      policy: 'leave',
      consent: { by: 'the configuration', how: 'vmPolicies: vm-1a=leave' },
    });
    const [said] = resolveGuests(pool, tagged, { vmPolicies: ['vm-1a-uuid=migrate'] }, 'ann', configured).vms;
    expect(said).to.deep.include({ policy: 'migrate', consent: { by: 'ann', how: '--vm vm-1a-uuid=migrate' } });
  });

  it('keeps the start order of VMs that have one', () => {
    expect(resolveGuests(pool, tagged, {}, 'ann').startOrder).to.deep.equal([{ vm: 'vm-1a-uuid', order: 3 }]);
  });

  it('may be of a VM with an equals sign in its name', () => {
    const [vm, ...others] = pool.vms;
    const odd = { ...pool, vms: [{ ...vm!, name: 'a=b' }, ...others] };
    expect(resolveGuests(odd, undefined, { vmPolicies: ['a=b=stop'] }, 'ann').vms[0]).to.include({ name: 'a=b' });
  });

  for (const [given, code, saying] of [
    ['vm-1a', 'VM_POLICY_INVALID', 'another form'],
    ['=stop', 'VM_POLICY_INVALID', 'another form'],
    ['vm-1a=stopp', 'VM_POLICY_INVALID', 'is stop meant?'],
    ['vm-9z=stop', 'PLAN_VM_UNKNOWN', 'vm-'],
  ] as const) {
    it(`is refused as ${given}`, () => {
      expect(() => resolveGuests(pool, undefined, { vmPolicies: [given] }, 'ann'))
        .to.throw(saying)
        .with.property('code', code);
    });
  }

  it('is refused for a VM of the configuration that is not there, and for a name that two have', () => {
    const gone = [{ pool: 'lab', vm: 'gone', policy: 'stop' }] as const;
    expect(() => resolveGuests(pool, undefined, {}, 'ann', gone)).to.throw('PLAN_VM_UNKNOWN');
    const twins = { ...pool, vms: pool.vms.map((vm) => ({ ...vm, name: 'twin' })) };
    expect(() => resolveGuests(twins, undefined, { hardStop: ['twin'] }, 'ann')).to.throw('more than one VM');
  });
});

describe('The consent to shutting down whatever cannot move', () => {
  const guests = resolveGuests(pool, undefined, { stopVms: true, vmPolicies: ['vm-1b=migrate'] }, 'ann');

  it('covers what the pool says cannot move', () => {
    expect(wayOut(guests, 'vm-1a-uuid', 'VM_REQUIRES_SR')).to.deep.equal({
      how: 'stop',
      consent: { by: 'ann', how: '--stop-vms' },
    });
  });

  for (const [code, why] of [
    ['OTHER_OPERATION_IN_PROGRESS', 'only busy'],
    ['HOST_NOT_LIVE', 'held by a dead host elsewhere'],
    ['VM_BAD_POWER_STATE', 'paused'],
  ] as const) {
    it(`does not cover a VM that is ${why}`, () => {
      expect(wayOut(guests, 'vm-1a-uuid', code)).to.equal(undefined);
    });
  }

  it('does not cover a VM that a person wants moved, and none without it', () => {
    expect(wayOut(guests, 'vm-1b-uuid', 'VM_REQUIRES_SR')).to.equal(undefined);
    const none = resolveGuests(pool, undefined, {}, 'ann');
    expect(wayOut(none, 'vm-1a-uuid', 'VM_REQUIRES_SR')).to.equal(undefined);
  });
});
