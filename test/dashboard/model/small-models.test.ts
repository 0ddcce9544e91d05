/** The smaller functions behind the pages, each in a sentence. */
import { expect } from 'chai';
import type { MediaJob } from '../../../src/contract/api/media-jobs.js';
import { roles } from '../../../src/contract/api/roles.js';
import { rolloutCommands } from '../../../src/contract/rollout.js';
import { jobView } from '../../../src/dashboard/model/media-job.js';
import { checkVerdict, signatureVerdict } from '../../../src/dashboard/model/medium-view.js';
import { planParts } from '../../../src/dashboard/model/plan-parts.js';
import { problemOf } from '../../../src/dashboard/model/problem.js';
import { replaced } from '../../../src/dashboard/model/replaced.js';
import { whyNot } from '../../../src/dashboard/model/rights.js';
import { rolloutActions } from '../../../src/dashboard/model/rollout-actions.js';
import { rolloutsInOrder } from '../../../src/dashboard/model/run-order.js';
import { parseRoute, routeTo } from '../../../src/dashboard/model/routes.js';
import { isEnded, runsInOrder } from '../../../src/dashboard/model/run-order.js';
import { emptySeries, withPoint } from '../../../src/dashboard/model/throughput.js';
import { vmRows } from '../../../src/dashboard/model/vm-rows.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { fakeDocuments, run } from '../../support/dashboard/fake-documents.js';
import type { RolloutStatus } from '../../../src/contract/rollout.js';

describe('an address of a page', () => {
  it('is read as it was written, whatever stands in a name', () => {
    const hash = routeTo('runs', ['a/b ?#%', 'report'], { to: '#/x?y=1' });
    expect(parseRoute(hash)).to.deep.equal({ page: 'runs', parts: ['a/b ?#%', 'report'], query: { to: '#/x?y=1' } });
  });

  it('leads to the overview where it names nothing, and does not fail where it is mistyped', () => {
    expect(parseRoute('').page).to.equal('overview');
    expect(parseRoute('#/runs/%E0%A4%A').parts).to.deep.equal(['%E0%A4%A']);
  });
});

describe('an error on the page', () => {
  it('says what, why and what to do, from the document of the controller', () => {
    const error = new DrydockError('RUN_COMMAND_REFUSED', {
      attempted: 'giving the command pause',
      expected: 'a run that runs',
      found: 'it is done',
      remedy: 'Plan another one.',
    });
    const problem = problemOf(error.toJSON(), 409);
    expect(problem).to.include({ code: 'RUN_COMMAND_REFUSED', remedy: 'Plan another one.' });
    expect(problem.why).to.equal('While giving the command pause; expected: a run that runs; found: it is done.');
  });

  it('is told by its status where the answer is no document', () => {
    for (const answer of [null, 'x', 3, {}]) expect(problemOf(answer, 502)).to.include({ code: 'HTTP 502' });
  });
});

describe('rights', () => {
  it('are refused with the reason, and rise with the role', () => {
    expect(roles.map((role) => whyNot(role, 'operator') === null)).to.deep.equal([false, true, true]);
    expect(whyNot('viewer', 'operator')).to.equal('You are signed in as viewer; this needs the role operator.');
    expect(whyNot(undefined, 'viewer')).to.equal('You are not signed in.');
  });
});

describe('a list that an event changes', () => {
  it('has the newer form in its place, and what is new in front', () => {
    const list = [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
    ];
    expect(replaced(list, { id: 2, v: 'c' }, ({ id }) => String(id))).to.deep.equal([
      { id: 1, v: 'a' },
      { id: 2, v: 'c' },
    ]);
    expect(replaced(list, { id: 3, v: 'd' }, ({ id }) => String(id))[0]).to.deep.equal({ id: 3, v: 'd' });
  });
});

describe('runs in a list', () => {
  it('stand with the open ones first, and the newest of each first', () => {
    const runs = [
      run('old', 'p', { state: 'done', startedAt: 1 }),
      run('a', 'p', { startedAt: 2 }),
      run('new', 'p', { state: 'aborted', startedAt: 9 }),
      run('b', 'p', { startedAt: 5 }),
    ];
    expect(runsInOrder(runs).map(({ run: id }) => id)).to.deep.equal(['b', 'a', 'new', 'old']);
    expect(isEnded(run('x', 'p', { state: 'stopped' }))).to.equal(false);
  });
});

describe('throughput over time', () => {
  it('keeps the last minutes, and takes no time twice', () => {
    let series = emptySeries;
    for (const at of [0, 1000, 1000, 500, 2000, 61_000]) series = withPoint(series, at, at, 60_000);
    expect(series.at).to.deep.equal([1, 2, 61]);
    expect(series.rate).to.deep.equal([1000, 2000, 61_000]);
  });
});

describe('the lines of a plan', () => {
  it('are told apart: headline, hosts in their order, all else', () => {
    expect(planParts(['Upgrade p.', 'First: HA off.', '1. a: 8.2.', '2. b: 8.2.', '7 migrations.'])).to.deep.equal({
      ...{ headline: 'Upgrade p.', hosts: ['1. a: 8.2.', '2. b: 8.2.'], rest: ['First: HA off.', '7 migrations.'] },
    });
  });
});

describe('where the VMs are', () => {
  it('shows first those that are gone, down or away', () => {
    const vm = { home: 'h', now: null, goesHome: '', moves: [] };
    const rows = vmRows([
      { ...vm, uuid: '1', name: 'b10', place: 'home', now: 'h' },
      { ...vm, uuid: '2', name: 'b2', place: 'home', now: 'h' },
      { ...vm, uuid: '3', name: 'z', place: 'gone', home: null },
      { ...vm, uuid: '4', name: 'y', place: 'away', now: 'k' },
    ]);
    expect(rows.map(({ name }) => name)).to.deep.equal(['z', 'y', 'b2', 'b10']);
    expect(rows[0]).to.include({ home: 'nowhere', now: 'nowhere', word: 'gone' });
  });
});

describe('an import on the page', () => {
  const job: MediaJob = {
    ...{
      id: 'j',
      kind: 'import',
      source: 'a.iso',
      by: 'anna',
      state: 'running',
      rate: 100e6,
      startedAt: 0,
      endedAt: null,
    },
    ...{ medium: null, alreadyPresent: false, error: null },
    progress: { phase: 'copying', bytes: 300e6, totalBytes: 900e6, files: 1, totalFiles: 3, current: null },
  };

  it('says what it does, how far it is, how fast, and how long it still takes', () => {
    expect(jobView(job)).to.include({ share: 33, ended: false, title: 'Import of a.iso' });
    expect(jobView(job).text).to.equal(
      'copying and verifying every file, 300 MB of 900 MB, 1 of 3 files, 100 MB/s, 6 s left',
    );
  });

  it('has a bar without an end where nobody knows how much there is', () => {
    expect(jobView({ ...job, progress: null }).share).to.equal(null);
    expect(jobView({ ...job, progress: { ...job.progress!, totalBytes: 0 } }).share).to.equal(null);
  });

  it('says how it ended', () => {
    const ended = { ...job, endedAt: 65_000, medium: 'm' };
    expect(jobView({ ...ended, state: 'done' })).to.include({ ended: true, text: 'imported in 1 min 05 s' });
    expect(jobView({ ...ended, state: 'done', alreadyPresent: true }).text).to.equal('was here already, as m');
    expect(jobView({ ...ended, state: 'cancelled' }).text).to.include('nothing of it was left behind');
    expect(jobView({ ...ended, kind: 'verify', state: 'done' }).text).to.include('every file is what was imported');
  });
});

describe('a passport in words', () => {
  it('never shows a medium as good that is unsigned, signed by another, or damaged', () => {
    const tones = (['good', 'absent', 'untrusted-key', 'bad'] as const).map(
      (signature) => signatureVerdict(signature).tone,
    );
    expect(tones).to.deep.equal(['good', 'care', 'care', 'bad']);
    expect(checkVerdict(null).tone).to.equal('quiet');
    expect(checkVerdict({ checkedAt: 0, whole: false, damaged: 2, missing: 0, extra: 1 }).text).to.include(
      '2 damaged, 1 too many',
    );
  });
});

describe('actions of a rollout', () => {
  const { rollouts } = fakeDocuments(0)['/v1/rollouts'] as { rollouts: readonly RolloutStatus[] };

  it('name the wave that waits, and the pools that can be left out', () => {
    const actions = rolloutActions(rollouts[0]!);
    expect(actions.map(({ command }) => command)).to.deep.equal(['approve', 'pause', 'skip', 'abort']);
    expect(actions.find(({ command }) => command === 'skip')?.pools).to.deep.equal(['munich']);
  });

  it('ask of the runs under way before an abort, where there are any', () => {
    const abort = (pools: number) =>
      rolloutActions({ ...rollouts[0]!, atWork: { ...rollouts[0]!.atWork, pools } }).find(
        ({ command }) => command === 'abort',
      );
    expect([abort(1)?.asksOfRuns, abort(0)?.asksOfRuns]).to.deep.equal([true, false]);
  });

  it('are listed the open ones first, and the newest of those that have ended before the others', () => {
    const list = [
      { ...rollouts[0]!, rollout: 'old', state: 'done', startedAt: 1 },
      { ...rollouts[0]!, rollout: 'new', state: 'aborted', startedAt: 2 },
      { ...rollouts[0]!, rollout: 'planned', state: 'planned', startedAt: null },
    ] as const;
    expect(rolloutsInOrder(list).map(({ rollout }) => rollout)).to.deep.equal(['planned', 'new', 'old']);
  });

  it('are only commands that there are, and none for one that has ended', () => {
    for (const { command } of rolloutActions(rollouts[0]!)) expect(rolloutCommands).to.include(command);
    expect(rolloutActions({ ...rollouts[0]!, state: 'done' })).to.deep.equal([]);
  });
});
