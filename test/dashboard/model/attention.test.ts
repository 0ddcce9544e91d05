/** What needs a person now. */
import { expect } from 'chai';
import { attentionOf, type AttentionInput } from '../../../src/dashboard/model/attention.js';
import { host, run } from '../../support/dashboard/fake-documents.js';

const nothing: AttentionInput = { runs: [], rollouts: [], media: [], serversProblem: null };

describe('what needs a person', () => {
  it('is nothing while all goes on by itself, or has ended well', () => {
    const runs = [run('a', 'p', { hosts: [host('x', 'installing')] }), run('b', 'q', { state: 'done' })];
    expect(attentionOf({ ...nothing, runs, media: [{ id: 'm', whole: true }] })).to.deep.equal([]);
  });

  it('is a run that has stopped, with its named next action, before everything that can wait', () => {
    const failure = { kind: 'rolled-back', reason: 'why', nextAction: 'read the log' } as const;
    const needs = attentionOf({
      ...nothing,
      runs: [
        run('p', 'paused-pool', { state: 'paused', reason: 'paused by anna' }),
        run('s', 'broken', { state: 'stopped', reason: 'x failed.', hosts: [host('x', 'failed', { failure })] }),
      ],
    });
    expect(needs.map(({ tone }) => tone)).to.deep.equal(['bad', 'care']);
    expect(needs[0]).to.include({ link: '#/runs/s', why: 'x failed. Next: read the log' });
  });

  it('is a host that waits for an approval or for somebody at its console', () => {
    const approval = run('a', 'p', { hosts: [host('x', 'queued', { reason: 'waiting for an approval of x' })] });
    const atConsole = run('b', 'p', { hosts: [host('y', 'armed', { instructions: ['Boot it from the medium.'] })] });
    const titles = attentionOf({ ...nothing, runs: [approval, atConsole] }).map(({ title }) => title);
    expect(titles).to.deep.equal(['x of p waits for your approval', 'y waits for you at its console']);
  });

  it('is a notice about a host, a channel that fails, a change left to do by hand', () => {
    const progress = {
      files: 0,
      bytes: 0,
      totalFiles: 1,
      totalBytes: 1,
      rate: 0,
      lastFailure: null,
      notices: ['silent for 9 min'],
    };
    const titles = attentionOf({
      ...nothing,
      runs: [
        run('a', 'p', {
          hosts: [host('x', 'installing', { progress })],
          notifications: [{ channel: 'mail', waiting: 1, lost: 0, reason: 'refused', at: 0 }],
        }),
        run('b', 'q', { state: 'aborted', changes: [{ what: 'HA', undo: 'by-hand', condition: 'xe …' }] }),
      ],
    }).map(({ title }) => title);
    expect(titles).to.deep.equal(['Have a look at p', 'Notifications by mail do not arrive', 'q needs your hand']);
  });

  it('is a damaged medium and a media server that does not answer', () => {
    const needs = attentionOf({ ...nothing, media: [{ id: 'm', whole: false }], serversProblem: 'it was killed' });
    expect(needs.map(({ link }) => link)).to.deep.equal(['#/media/m', '#/servers']);
  });
});
