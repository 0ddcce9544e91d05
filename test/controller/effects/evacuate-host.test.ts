import { expect } from 'chai';
import { evacuateHost } from '../../../src/controller/effects/evacuate-host.js';
import { makePool, readAt } from '../../support/controller-facts.js';

describe('An evacuation that has ended', () => {
  const pool = makePool();
  const moved = {
    ...pool,
    vms: pool.vms.map((vm) => (vm.residentOn === 'host-1' ? { ...vm, residentOn: 'host-2' } : vm)),
  };
  const view = { pool: moved, grants: [], task: undefined, now: readAt, intendedAt: readAt, actedAt: readAt };
  const request = (detail: Readonly<Record<string, unknown>>) =>
    ({ effect: 'evacuate-host', key: 'host-1', detail: { name: 'xs-1', ...detail } }) as const;

  it('tells where each VM went that was on the host', () => {
    const guests = pool.vms.filter(({ residentOn }) => residentOn === 'host-1').map(({ uuid }) => uuid);
    expect(guests).to.have.length.above(1);
    expect(evacuateHost.confirm(request({ guests }), view)).to.deep.equal({
      verdict: 'confirmed',
      detail: { placed: Object.fromEntries(guests.map((uuid) => [uuid, 'host-2'])) },
    });
  });

  it('tells of none where an older version did not write down which were there', () => {
    expect(evacuateHost.confirm(request({}), view)).to.deep.equal({ verdict: 'confirmed', detail: { placed: {} } });
  });
});
