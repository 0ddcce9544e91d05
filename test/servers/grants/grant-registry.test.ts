import { expect } from 'chai';
import { grantStates, grantTransitions, type GrantState } from '../../../src/contract/grants.js';
import type { GrantEntry } from '../../../src/servers/grants/grant-record.js';
import { GrantRegistry } from '../../../src/servers/grants/grant-registry.js';
import { newToken } from '../../../src/servers/grants/token.js';
import { memoryLog } from '../../../src/servers/storage/record-log.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { codeOf } from '../../support/servers-errors.js';
import { grantRequest } from '../../support/servers-http.js';

/** How a grant gets into each state. */
const ways: Record<GrantState, readonly GrantState[]> = {
  probe: [],
  staging: [],
  closed: ['closed'],
  armed: ['closed', 'armed'],
  proof: [],
  ended: ['ended'],
};

describe('The registry of grants', () => {
  let entries: GrantEntry[];
  let clock: VirtualClock;
  const open = (): GrantRegistry => new GrantRegistry(memoryLog(entries), clock);

  beforeEach(() => {
    entries = [];
    clock = new VirtualClock();
  });

  for (const from of grantStates) {
    for (const to of grantStates) {
      const allowed = from === to || grantTransitions[from].includes(to);
      it(`${allowed ? 'allows' : 'refuses'} ${from} → ${to}`, async () => {
        const registry = open();
        await registry.create(grantRequest({ state: from === 'probe' || from === 'proof' ? from : 'staging' }));
        for (const state of ways[from]) await registry.change('run1.host1', { state, epoch: 1 });
        const written = entries.length;
        const outcome = await codeOf(registry.change('run1.host1', { state: to, epoch: 1 }));
        expect(outcome).to.equal(allowed ? 'done' : 'GRANT_TRANSITION_REFUSED');
        expect(registry.get('run1.host1')?.state).to.equal(allowed ? to : from);
        if (from === to) expect(entries.length, 'a repeated change writes nothing').to.equal(written);
        expect(open().get('run1.host1')).to.deep.equal(registry.get('run1.host1'));
      });
    }
  }

  it('arms and creates nothing once it is sealed, and still closes and ends', async () => {
    const registry = open();
    await registry.create(grantRequest());
    await registry.change('run1.host1', { state: 'closed', epoch: 1 });
    registry.seal();
    expect(await codeOf(registry.change('run1.host1', { state: 'armed', epoch: 1 }))).to.equal(
      'MEDIA_SERVER_UNREACHABLE',
    );
    expect(await codeOf(registry.create(grantRequest({ id: 'other' })))).to.equal('MEDIA_SERVER_UNREACHABLE');
    expect(registry.armed()).to.deep.equal([]);
    expect((await registry.change('run1.host1', { state: 'ended', epoch: 1 })).state).to.equal('ended');
  });

  it('lets nothing but a closed grant be armed, and a proof do nothing but end', () => {
    const arming = grantStates.filter((state) => grantTransitions[state].includes('armed'));
    expect(arming).to.deep.equal(['closed']);
    expect(grantTransitions.proof).to.deep.equal(['ended']);
    expect(grantStates.filter((state) => grantTransitions[state].includes('proof'))).to.deep.equal([]);
  });

  it('gives the same grant when its creation is repeated, and refuses the id for anything else', async () => {
    const registry = open();
    const first = await registry.create(grantRequest());
    await registry.change(first.id, { state: 'closed', epoch: 1 });
    expect((await registry.create(grantRequest({ epoch: 2 }))).token).to.equal(first.token);
    const others = [
      { pool: 'other', epoch: 9 },
      { run: 'other' },
      { media: 'other' },
      { host: { uuid: 'x', name: 'x' } },
      { state: 'probe' as const },
    ];
    for (const other of others)
      expect(await codeOf(registry.create(grantRequest({ epoch: 9, ...other })))).to.equal('GRANT_CONFLICT');
  });

  it('refuses an epoch below the highest seen for that pool, also after a restart', async () => {
    await open().create(grantRequest({ epoch: 5 }));
    await open().create(grantRequest({ id: 'other-pool', pool: 'pool2', epoch: 1 }));
    for (const registry of [open(), open()]) {
      expect(await codeOf(registry.change('run1.host1', { state: 'staging', epoch: 4 }))).to.equal('GRANT_STALE_EPOCH');
      expect(await codeOf(registry.create(grantRequest({ id: 'new', epoch: 4 })))).to.equal('GRANT_STALE_EPOCH');
    }
    // A request that changes nothing raises the fence as well.
    await open().change('run1.host1', { state: 'staging', epoch: 7 });
    expect(await codeOf(open().change('run1.host1', { state: 'staging', epoch: 6 }))).to.equal('GRANT_STALE_EPOCH');
  });

  it('tells the highest epoch of a pool, and is raised by whoever has taken the pool over', async () => {
    await open().create(grantRequest({ epoch: 5 }));
    expect([open().epoch('pool1'), open().epoch('other')]).to.deep.equal([5, 0]);
    await open().raiseEpoch('pool1', 6);
    expect(open().epoch('pool1')).to.equal(6);
    expect(await codeOf(open().raiseEpoch('pool1', 5))).to.equal('GRANT_STALE_EPOCH');
  });

  it('lets a fenced controller close and end what is not armed, and fences nobody by that', async () => {
    const registry = open();
    for (const id of ['closes', 'ends', 'armed']) await registry.create(grantRequest({ id, epoch: 1 }));
    await registry.change('armed', { state: 'closed', epoch: 1 });
    await registry.change('armed', { state: 'armed', epoch: 1 });
    await registry.raiseEpoch('pool1', 5);
    expect((await registry.change('closes', { state: 'closed', epoch: 2 })).state).to.equal('closed');
    expect((await registry.change('ends', { state: 'ended', epoch: 9, reason: 'aborted' })).state).to.equal('ended');
    expect(registry.epoch('pool1')).to.equal(5);
    expect(await codeOf(registry.change('closes', { state: 'armed', epoch: 2 }))).to.equal('GRANT_STALE_EPOCH');
    expect(await codeOf(registry.change('armed', { state: 'ended', epoch: 2, reason: 'x' }))).to.equal(
      'GRANT_STALE_EPOCH',
    );
  });

  it('ends a probe and closes a staging grant by itself, and never an armed one', async () => {
    const registry = open();
    await registry.create(grantRequest({ id: 'probe', state: 'probe', lifetime: 1000 }));
    await registry.create(grantRequest({ id: 'staging', lifetime: 1000 }));
    await registry.create(grantRequest({ id: 'armed', lifetime: 1000 }));
    await registry.change('armed', { state: 'closed', epoch: 1 });
    await registry.change('armed', { state: 'armed', epoch: 1 });
    const states = (): unknown[] => registry.list().map((grant) => grant.state);
    await clock.advance(999);
    expect(states()).to.deep.equal(['probe', 'staging', 'armed']);
    await clock.advance(1);
    expect(states()).to.deep.equal(['ended', 'closed', 'armed']);
    await clock.advance(1e10);
    expect(states()).to.deep.equal(['ended', 'closed', 'armed']);
    await registry.change('staging', { state: 'staging', epoch: 1, lifetime: 500 });
    expect(registry.get('staging')?.state).to.equal('staging');
    expect(registry.armed()).to.deep.equal(['armed']);
  });

  it('knows no grant that was never created', async () => {
    expect(await codeOf(open().change('x', { state: 'closed', epoch: 1 }))).to.equal('GRANT_UNKNOWN');
    expect(open().byToken('a'.repeat(26))).to.equal(undefined);
  });

  it('makes tokens of 128 bits, 26 characters that no client changes', () => {
    const tokens = new Set(Array.from({ length: 200 }, () => newToken()));
    expect(tokens.size).to.equal(200);
    for (const token of tokens) expect(token).to.match(/^[a-z2-7]{26}$/);
  });
});
