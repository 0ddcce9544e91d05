/** Numbers, tables, errors, import progress and findings as people read them. */
import { expect } from 'chai';
import { checkLines } from '../../../src/cli/output/check-view.js';
import { errorLines } from '../../../src/cli/output/error-text.js';
import { importLine, phaseLine, transferRate } from '../../../src/cli/output/import-view.js';
import { createProgress } from '../../../src/cli/output/progress.js';
import { plainPaint } from '../../../src/cli/output/style.js';
import { table } from '../../../src/cli/output/table.js';
import { bytes, count, duration, moment } from '../../../src/cli/output/units.js';
import type { CheckReport } from '../../../src/contract/checks.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

describe('numbers', () => {
  it('show bytes in powers of ten with three digits at most', () => {
    const shown = [0, 999, 1000, 1_550_000, 9_960_000, 712_000_000, 999_600_000, 1e16].map(bytes);

    expect(shown).to.deep.equal(['0 B', '999 B', '1.0 kB', '1.6 MB', '10 MB', '712 MB', '1.0 GB', '10000 TB']);
  });

  it('show times as minutes and seconds, and hours where there are any', () => {
    expect([0, 7_400, 750_000, 3_723_000, -5].map(duration)).to.deep.equal([
      '0:00',
      '0:07',
      '12:30',
      '1:02:03',
      '0:00',
    ]);
    expect(moment(Date.UTC(2026, 0, 5, 22, 0, 1))).to.equal('2026-01-05 22:00:01Z');
    expect([count(1, 'host'), count(2, 'host')]).to.deep.equal(['1 host', '2 hosts']);
  });
});

describe('table', () => {
  it('is as wide as its content', () => {
    expect(
      table(
        ['id', 'name'],
        [
          ['a', 'x'],
          ['long', 'y'],
        ],
      ),
    ).to.deep.equal(['id    name', 'a     x', 'long  y']);
  });
});

describe('progress of an import', () => {
  const step = {
    phase: 'copying',
    bytes: 500_000,
    totalBytes: 1_000_000,
    files: 3,
    totalFiles: 6,
    current: 'Packages/a.rpm',
  } as const;

  it('is one line with bar, files, rate and time left', () => {
    expect(importLine(step, 250_000, 120)).to.equal(
      'copying and verifying [############------------]  50%  3/6 files  500 kB of 1.0 MB  250 kB/s  0:02 left  Packages/a.rpm',
    );
    expect(importLine(step, 250_000, 40)).to.have.length(40);
  });

  it('tells only what came where nobody knows how much there is, and no files before they are known', () => {
    const fetching = { ...step, phase: 'fetching', files: 0, totalFiles: 0, current: null } as const;
    expect(importLine({ ...fetching, totalBytes: 0 }, 250_000, 120)).to.equal('fetching and unpacking  500 kB');
    expect(importLine(fetching, 0, 120)).to.equal(
      'fetching and unpacking [############------------]  50%  500 kB of 1.0 MB',
    );
  });

  it('is a plain line for each phase where nobody watches', () => {
    expect(phaseLine(step)).to.equal('copying and verifying: 6 files, 1.0 MB');
    expect(phaseLine({ ...step, phase: 'publishing' })).to.equal('publishing');
  });

  it('counts the rate from the start', () => {
    const rate = transferRate(1000);

    expect([rate(500, 1000), rate(500, 1500), rate(4000, 3000)]).to.deep.equal([0, 1000, 2000]);
  });
});

describe('live picture', () => {
  it('is drawn over itself on a terminal', () => {
    let written = '';
    const progress = createProgress({ write: (text) => (written += text), isTTY: true, columns: 80 });
    progress.draw(['a', 'b']);
    progress.draw(['c']);
    progress.say('note');
    progress.end();

    expect(written).to.equal('a\nb\n\u001b[2A\u001b[Jc\n\u001b[1A\u001b[Jnote\nc\n');
  });

  it('is not drawn anywhere else', () => {
    let written = '';
    const progress = createProgress({ write: (text) => (written += text) });
    progress.draw(['a']);
    progress.say('note');

    expect(written).to.equal('note\n');
  });
});

describe('error in words', () => {
  it('is three lines: what, why, what to do', () => {
    const error = new DrydockError('POOL_UNKNOWN', {
      attempted: 'looking up a pool',
      subject: 'lba',
      found: 'lab, did you mean that?',
    });

    expect(errorLines(error.toJSON(), plainPaint)).to.deep.equal([
      'error: There is no known pool with this name (lba) [POOL_UNKNOWN]',
      '  why: while looking up a pool; found lab, did you mean that?',
      '  do:  Look at `drydock pool list`, or make the pool known with `drydock pool add`.',
    ]);
  });

  it('says once what was found, where the cause says the same', () => {
    const { message } = new Error('EISDIR: illegal operation on a directory, read');
    const error = new DrydockError('FAULT_FILE_UNREADABLE', {
      attempted: 'reading a file of faults',
      found: message,
      cause: new Error(`${message}\n\n^\n`),
    });

    expect(errorLines(error.toJSON(), plainPaint)[1]).to.equal(
      `  why: while reading a file of faults; found ${message}`,
    );
  });

  it('gives the usual cause when nothing more is known', () => {
    expect(errorLines(new DrydockError('LOCK_HELD', { attempted: 'opening' }).toJSON(), plainPaint)[1]).to.include(
      'A lock is held',
    );
  });
});

describe('findings in words', () => {
  const base = { title: 't', remedy: '', fixable: false };

  it('come worst first, each with its remedy, and end with go or no go and how many there are of each', () => {
    const report: CheckReport = {
      pool: 'lab',
      media: 'm',
      blocked: true,
      results: [
        { ...base, id: 'host-live', severity: 'pass', subject: 'xs-1', reason: 'it is live' },
        {
          ...base,
          id: 'ha-off',
          severity: 'failure',
          subject: 'lab',
          reason: 'HA is on',
          remedy: 'Switch it off',
          fixable: true,
        },
      ],
    };
    const failure = ['  FAILURE ha-off@lab: HA is on', '          do: Switch it off (or let the run do it: --fix)'];
    const verdict = 'no go: 1 finding must be put right or answered first (1 pass, 1 failure)';

    expect(checkLines(report, { all: true })).to.deep.equal([
      'pool lab, media m',
      ...failure,
      '  ok      host-live@xs-1: it is live',
      verdict,
    ]);
    expect(checkLines(report), 'what is as it should be is counted').to.deep.equal([
      'pool lab, media m',
      ...failure,
      '  ok      1 assessment passed (--all shows them)',
      verdict,
    ]);
    expect(checkLines({ pool: 'lab', media: 'm', blocked: false, results: [] }).at(-1)).to.match(/^go:/);
  });

  it('do not tell to ask for what was asked for: with --fix, what the run puts right blocks nobody, whatever else does', () => {
    const ha = {
      ...base,
      id: 'ha-off',
      severity: 'failure' as const,
      subject: 'lab',
      reason: 'HA is on.',
      remedy: 'x',
    };
    const skew = { ...ha, id: 'clock-skew', reason: 'It is late.', remedy: 'Set it' };
    const report = { pool: 'lab', media: 'm', blocked: true, results: [{ ...ha, fixable: true }, skew] };
    const lines = checkLines(report, { fixing: true });

    expect(lines.join('\n')).not.to.include('--fix');
    expect(lines).to.include('  to fix  ha-off@lab: HA is on.');
    expect(lines.at(-1)).to.equal(
      'no go: 1 finding must be put right or answered first (1 failure, put right by the run: ha-off)',
    );
    expect(checkLines(report).join('\n')).to.include('--fix');
  });
});
