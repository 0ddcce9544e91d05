/** Bars and deadlines of the hosts of a run. */
import { expect } from 'chai';
import { deadlineView, runShare, transferView } from '../../../src/dashboard/model/host-progress.js';
import { host } from '../../support/dashboard/fake-documents.js';

const progress = {
  files: 287,
  bytes: 361_000_000,
  totalFiles: 478,
  totalBytes: 598_000_000,
  rate: 38_000_000,
  lastFailure: null,
  notices: [],
};

describe('the bar of a host', () => {
  it('has packages, bytes, rate and time left while it installs', () => {
    expect(transferView(host('a', 'installing', { progress }))).to.deep.equal({
      ...{ share: 60, packages: '287 of 478 packages', bytes: '361 MB of 598 MB', rate: '38.0 MB/s', left: '6 s left' },
    });
  });

  it('has no rate once it is done or failed, and is not there before its turn or where nothing can be seen', () => {
    expect(transferView(host('a', 'failed', { progress }))).to.include({ share: 60, rate: '', left: '' });
    expect(transferView(host('a', 'queued', { progress }))).to.equal(null);
    expect(transferView(host('a', 'installing', { progress: null }))).to.equal(null);
    expect(transferView(host('a', 'installing', { progress: { ...progress, totalBytes: 0 } }))).to.equal(null);
  });
});

describe('the deadline of a host', () => {
  const at = host('a', 'installing', { since: 0, deadline: 100_000 });

  it('counts down, is near in its last fifth, and says when it is over', () => {
    expect(deadlineView(at, 10_000)).to.deep.equal({ text: 'stops the run in 01:30', near: false, passed: false });
    expect(deadlineView(at, 90_000)).to.deep.equal({ text: 'stops the run in 00:10', near: true, passed: false });
    expect(deadlineView(at, 100_000)).to.include({ near: true, passed: true });
  });

  it('is nothing for states that last', () => {
    expect(deadlineView({ ...at, state: 'done' }, 0)).to.equal(null);
    expect(deadlineView({ ...at, deadline: null }, 0)).to.equal(null);
  });
});

describe('the progress of a run', () => {
  it('counts hosts by what they have, and is whole only when all are finished', () => {
    const whole = { ...progress, bytes: progress.totalBytes };
    expect(runShare([])).to.equal(0);
    expect(runShare([host('a', 'done'), host('b', 'installing', { progress: whole })])).to.equal(95);
    expect(runShare([host('a', 'done'), host('b', 'skipped')])).to.equal(100);
    expect(runShare([host('a', 'failed', { progress })])).to.equal(0);
  });
});
