/** A run on the whole screen, as golden pictures. */
import { expect } from 'chai';
import { plainPaint } from '../../../src/cli/output/style.js';
import { noWatchState, withPicture, withoutAnswer, type WatchState } from '../../../src/cli/watch/watch-state.js';
import { watchView } from '../../../src/cli/watch/watch-view.js';
import { hostStatus, runStatus } from '../../support/cli-runs.js';

const minute = 60_000;
const size = { rows: 14, width: 72 };

const run = runStatus({
  startedAt: 0,
  hosts: [
    hostStatus({ name: 'xs-1', uuid: '1', state: 'done', reason: 'upgraded to 8.3.0' }),
    hostStatus({ name: 'xs-2', uuid: '2', state: 'evacuating', since: minute, deadline: 61 * minute, reason: '2 VMs' }),
    hostStatus({ name: 'xs-3', uuid: '3' }),
  ],
  reason: 'xs-2 is being emptied',
});

function seen(...news: readonly string[]): WatchState {
  return withPicture(noWatchState, run, news, minute);
}

function view(state: WatchState, rows = size.rows): string[] {
  return watchView(state, { ...size, rows }, 2 * minute, plainPaint);
}

describe('a run on the whole screen', () => {
  it('shows the run, its hosts with their deadlines, what has happened, and the keys', () => {
    const rule = '─'.repeat(72);

    expect(view(seen('xs-1: done', 'xs-2: evacuating'))).to.deep.equal([
      'run run-1: pool lab to xcp-ng-8.3.0, 1 of 3 hosts finished, 2:00',
      'running: xs-2 is being emptied',
      rule,
      '  xs-1  done         upgraded to 8.3.0',
      '  xs-2  evacuating   1:00 of at most 1:00:00  2 VMs',
      '  xs-3  queued       waits for its turn',
      rule,
      '00:01:00Z xs-1: done',
      '00:01:00Z xs-2: evacuating',
      '',
      '',
      '',
      rule,
      'q leave   p pause   r resume   a approve   ↑ ↓ earlier, later',
    ]);
  });

  it('always has as many lines as the screen, none wider than it', () => {
    const hosts = Array.from({ length: 16 }, (_, index) => hostStatus({ name: `host-${index}`, uuid: String(index) }));
    const many = withPicture(
      noWatchState,
      { ...run, hosts },
      Array.from({ length: 99 }, (_, index) => `line ${index}`),
      0,
    );
    for (const rows of [12, 13, 24, 60]) {
      for (const state of [noWatchState, many, withoutAnswer(many, 0), { ...many, asked: 'pause' as const }]) {
        const lines = view(state, rows);
        expect(lines).to.have.length(rows);
        for (const line of lines) expect(line.length).to.be.at.most(72);
      }
    }
  });

  it('keeps the host whose turn it is in sight in a large pool, and says how much is left out', () => {
    const hosts = Array.from({ length: 40 }, (_, index) =>
      hostStatus({
        name: `host-${index}`,
        uuid: String(index),
        state: index < 30 ? 'done' : index === 30 ? 'installing' : 'queued',
      }),
    );
    const lines = view(withPicture(noWatchState, { ...run, hosts }, [], 0), 20).join('\n');

    expect(lines)
      .to.include('host-30')
      .and.to.match(/… \d+ more lines/);
  });

  it('says that the controller does not answer, and for how long', () => {
    const lines = view(withoutAnswer(withoutAnswer(seen(), minute), 90_000));

    expect(lines.at(-2)).to.equal('the controller has not answered for 1:00; asking again');
    expect(view(withPicture(withoutAnswer(seen(), minute), run, [], minute)).at(-2)).to.match(/^─/);
  });

  it('stays where a person reads back while new lines come', () => {
    const news = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const back = { ...seen(...news), scrolledBack: 10 };
    const later = withPicture(back, run, ['line 30'], minute);

    expect(view(later).filter((line) => line.includes('line'))).to.deep.equal(
      view(back)
        .filter((line) => line.includes('line'))
        .map((line) => line),
    );
    expect(view(later).at(-2)).to.equal('11 later; End shows the newest');
  });
});
