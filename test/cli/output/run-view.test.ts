/** What a person sees of a run: golden pictures, each at a width and a moment. */
import { expect } from 'chai';
import { changedLines } from '../../../src/cli/output/run-lines.js';
import { changeLines, runView } from '../../../src/cli/output/run-view.js';
import { colourPaint, paintFor, plainPaint } from '../../../src/cli/output/style.js';
import { hostStatus, runStatus } from '../../support/cli-runs.js';

const minute = 60_000;

const fetching = {
  files: 212,
  totalFiles: 478,
  bytes: 412_000_000,
  totalBytes: 680_000_000,
  rate: 38_000_000,
  lastFailure: null,
  notices: [],
};

const picture = runStatus({
  startedAt: 0,
  hosts: [
    hostStatus({ name: 'xs-1', uuid: '1', state: 'done', reason: 'upgraded to 8.3.0' }),
    hostStatus({
      name: 'xs-10',
      uuid: '2',
      state: 'installing',
      progress: fetching,
      since: 10 * minute,
      deadline: 70 * minute,
      reason: 'fetches packages',
    }),
    hostStatus({ name: 'xs-3', uuid: '3' }),
  ],
  reason: 'host xs-10 installs',
});

describe('view of a run', () => {
  it('has a line for each host with state, bar, packages, rate, time left and reason', () => {
    expect(runView(picture, 160, 12 * minute, plainPaint)).to.deep.equal([
      'run run-1: pool lab to xcp-ng-8.3.0, 1 of 3 hosts finished, 12:00',
      '  xs-1   done         upgraded to 8.3.0',
      '  xs-10  installing   [###########-------]  60%  212/478 packages  412 MB of 680 MB  38 MB/s  0:07 left  2:00 of at most 1:00:00  fetches packages',
      '  xs-3   queued       waits for its turn',
      'running: host xs-10 installs',
    ]);
  });

  it('tells under the host what it does otherwise than the first one did', () => {
    const notices = ['asked for update.xml; xs-1 never did'];
    const host = hostStatus({ name: 'xs-2', state: 'installing', progress: { ...fetching, notices } });
    const lines = runView(runStatus({ hosts: [host] }), 120, 0, plainPaint);
    expect(lines[2]).to.equal('    notice: asked for update.xml; xs-1 never did');
    const before = runStatus({ hosts: [hostStatus({ ...host, progress: fetching })] });
    expect(changedLines(before, runStatus({ hosts: [host] })).join()).to.match(/; notice: asked for update.xml/);
  });

  it('never is wider than the terminal', () => {
    for (const width of [20, 40, 80, 120]) {
      for (const line of runView(picture, width, 12 * minute, plainPaint))
        expect(line.length).to.be.at.most(Math.max(width, 26));
    }
  });

  it('is as wide in colours as without', () => {
    const escapes = new RegExp('\\u001b\\[\\d+m', 'g');
    const coloured = runView(picture, 80, 0, colourPaint).map((line) => line.replaceAll(escapes, ''));

    expect(coloured).to.deep.equal(runView(picture, 80, 0, plainPaint));
  });

  it('shows a failed host with its kind, its reason and the next action', () => {
    const failed = runStatus({
      state: 'stopped',
      reason: 'host xs-1 failed',
      hosts: [
        hostStatus({
          state: 'failed',
          reason: 'stopped',
          failure: { kind: 'never-fetched', reason: 'no request for 40 minutes', nextAction: 'look at the boot order' },
        }),
      ],
    });

    expect(runView(failed, 100, 0, plainPaint)).to.deep.equal([
      'run run-1: pool lab to xcp-ng-8.3.0, 0 of 1 host finished, 0:00',
      '  xs-1  failed       stopped',
      '    never-fetched: no request for 40 minutes',
      '    next: look at the boot order',
      'stopped: host xs-1 failed',
    ]);
  });

  it('lists the changes that are not undone, with condition or command', () => {
    const changes = [
      { what: 'HA switched off', undo: 'pending' as const, condition: 'all hosts run the same version' },
      { what: 'xs-1 disabled', undo: 'done' as const, condition: '' },
    ];

    expect(changeLines(runStatus({ changes }))).to.deep.equal([
      'changes that are not undone yet:',
      '  HA switched off (pending: all hosts run the same version)',
    ]);
    expect(changeLines(runStatus())).to.deep.equal([]);
  });
});

describe('a run as plain lines', () => {
  it('begins with every host and the run', () => {
    expect(changedLines(undefined, runStatus())).to.deep.equal([
      'xs-1: queued: waits for its turn',
      'run run-1: running: host xs-1 installs',
    ]);
  });

  it('says nothing when nothing has changed', () => {
    expect(changedLines(runStatus(), runStatus())).to.deep.equal([]);
  });

  it('says a change of state once, and a transfer at each quarter', () => {
    const at = (bytes: number) =>
      runStatus({ hosts: [hostStatus({ state: 'installing', reason: 'fetches', progress: { ...fetching, bytes } })] });

    expect(changedLines(runStatus(), at(1))).to.deep.equal([
      'xs-1: installing, 212/478 packages, 1 B of 680 MB: fetches',
    ]);
    expect(changedLines(at(1), at(100_000_000))).to.deep.equal([]);
    expect(changedLines(at(100_000_000), at(350_000_000))).to.have.length(1);
  });

  it('says a failed fetch when it happens', () => {
    const before = runStatus({ hosts: [hostStatus({ progress: fetching })] });
    const after = runStatus({ hosts: [hostStatus({ progress: { ...fetching, lastFailure: 'Packages/a.rpm' } })] });

    expect(changedLines(before, after)).to.have.length(1);
  });
});

describe('colours', () => {
  it('are for terminals only, and never where NO_COLOR is set', () => {
    expect(paintFor(true, {})('bad', 'x')).to.equal('\u001b[31mx\u001b[0m');
    expect(paintFor(false, {})('bad', 'x')).to.equal('x');
    expect(paintFor(true, { NO_COLOR: '1' })('bad', 'x')).to.equal('x');
    expect(paintFor(true, { NO_COLOR: '' })('bad', 'x')).to.include('\u001b');
  });
});
