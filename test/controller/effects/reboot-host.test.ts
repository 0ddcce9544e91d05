/** When a host counts as having left for its installer: the evidence, and what looks like it. */
import { expect } from 'chai';
import type { EffectView } from '../../../src/controller/effects/effect.js';
import { rebootHost } from '../../../src/controller/effects/reboot-host.js';
import { makeHost, makePool, readAt } from '../../support/controller-facts.js';

const { bootTime } = makeHost(1);
const request = {
  effect: 'reboot-host',
  key: 'host-1',
  detail: { name: 'xs-1', grant: 'g', bootTime, isCoordinator: true, mainIsRepeatable: true },
} as const;

function verdict(view: Partial<EffectView>): string {
  const usual = {
    pool: makePool(),
    grants: [],
    task: undefined,
    now: readAt,
    intendedAt: readAt - 60_000,
    actedAt: null,
  };
  return rebootHost.confirm(request, { ...usual, ...view }).verdict;
}

function withHost(changes: Parameters<typeof makeHost>[1]): EffectView['pool'] {
  return makePool({ hosts: [makeHost(1, changes), makeHost(2), makeHost(3)] });
}

describe('A host that was told to reboot', () => {
  it('has left when it is not live, or has another boot time', () => {
    expect(verdict({ pool: withHost({ live: false }) })).to.equal('confirmed');
    expect(verdict({ pool: withHost({ bootTime: (bootTime ?? 0) + 86_000 }) })).to.equal('confirmed');
    expect(verdict({})).to.equal('not-yet');
  });

  it('has not left when its toolstack was restarted, which may shift the boot time by a second', () => {
    for (const by of [-1, 1])
      expect(verdict({ pool: withHost({ bootTime: (bootTime ?? 0) + by }) })).to.equal('not-yet');
  });

  it('has left when it is the coordinator and the pool is silent, but not where the call was never sent', () => {
    expect(verdict({ pool: undefined })).to.equal('confirmed');
    expect(verdict({ pool: undefined, notBegun: true })).to.equal('not-yet');
    expect(verdict({ pool: withHost({ live: false }), notBegun: true }), 'somebody else rebooted it').to.equal(
      'confirmed',
    );
  });
});
