import { EventEmitter, getEventListeners } from 'node:events';
import { expect } from 'chai';
import { linkSignals } from '../../src/shared/linked-signal.js';

describe('A linked signal', () => {
  it('is aborted with the first of its sources, with its reason', () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const { signal } = linkSignals(one.signal, undefined, other.signal);
    expect(signal.aborted).to.equal(false);
    other.abort(new Error('enough'));
    expect([signal.aborted, (signal.reason as Error).message]).to.deep.equal([true, 'enough']);
  });

  it('is let go of: nothing of it stays with its sources, which abort it no more', () => {
    const source = new AbortController();
    const { signal, release } = linkSignals(source.signal);
    release();
    source.abort();
    expect([signal.aborted, getEventListeners(source.signal, 'abort').length]).to.deep.equal([false, 0]);
  });

  it('may be one of dozens of one source without a word about a leak', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): number => warnings.push(warning.name);
    process.on('warning', listen);
    const source = new AbortController();
    const linked = Array.from({ length: 30 }, () => linkSignals(source.signal));
    await new Promise(setImmediate);
    process.off('warning', listen);
    for (const { release } of linked) release();
    expect(warnings).to.deep.equal([]);
  });

  it('of no source leaves everybody else’s limit on listeners alone', () => {
    linkSignals();
    expect(EventEmitter.defaultMaxListeners).to.equal(10);
  });
});
