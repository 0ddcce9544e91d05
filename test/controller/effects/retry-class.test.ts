import { expect } from 'chai';
import { effectNames, type EffectRequest, type EffectView } from '../../../src/controller/effects/effect.js';
import { effects } from '../../../src/controller/effects/registry.js';
import { mayRepeat, repeatable, type RetryClass } from '../../../src/controller/effects/retry-class.js';
import type { TaskFacts } from '../../../src/controller/facts/pool-facts.js';
import { makePool, readAt } from '../../support/controller-facts.js';

const request: EffectRequest = { effect: 'evacuate-host', key: 'host-1', detail: {} };

function view(changes: Partial<EffectView> = {}, tasks: readonly TaskFacts[] = []): EffectView {
  const pool = { ...makePool({}), tasks };
  return { pool, grants: [], task: undefined, now: readAt, intendedAt: readAt, actedAt: null, ...changes };
}

const evacuation: TaskFacts = {
  ref: 'OpaqueRef:1',
  name: 'Async.host.evacuate',
  status: 'pending',
  progress: 0,
  error: [],
  result: null,
};

describe('What nobody knows to be done', () => {
  it('is done again at once where a second time changes nothing', () => {
    expect(mayRepeat(repeatable('x'), request, view())).to.equal(true);
  });

  it('is not done again while the pool works on the same call, whoever began it', () => {
    const retry: RetryClass = { class: 'until-fact', why: 'x', call: 'host.evacuate' };
    expect(mayRepeat(retry, request, view({}, [evacuation]))).to.equal(false);
    expect(mayRepeat(retry, request, view({}, [{ ...evacuation, status: 'failure' }]))).to.equal(true);
    expect(mayRepeat(retry, request, view({ pool: undefined }))).to.equal(false);
  });

  it('is waited for where facts come late', () => {
    const retry: RetryClass = { class: 'until-fact', why: 'x', patience: 5_000 };
    expect(mayRepeat(retry, request, view({ now: readAt + 4_999 }))).to.equal(false);
    expect(mayRepeat(retry, request, view({ now: readAt + 5_000 }))).to.equal(true);
  });

  it('is never done again where once is once, and only on proof where that is allowed', () => {
    expect(mayRepeat({ class: 'once', why: 'x' }, request, view())).to.equal(false);
    for (const safe of [false, true]) {
      const retry: RetryClass = { class: 'once-unless-safe', why: 'x', provenSafe: () => safe };
      expect(mayRepeat(retry, request, view())).to.equal(safe);
    }
  });
});

describe('The classes of retry', () => {
  it('are declared for each effect with the reason', () => {
    for (const name of effectNames) expect(effects[name].retry.why.length, name).to.be.greaterThan(8);
  });

  it('let `main` and the reboot happen once for each host and run, unless facts prove that it is safe', () => {
    const guarded = effectNames.filter((name) => ['once', 'once-unless-safe'].includes(effects[name].retry.class));
    expect(guarded).to.include.members(['stage-host', 'reboot-host']);
  });
});
