/** What the dashboard draws of a run: lanes, places of VMs, the log, and who was installed from a medium; all from plan and journal. */
import { expect } from 'chai';
import { logReplySchema, timelineReplySchema } from '../../../src/contract/api/timeline.js';
import { installationsIn } from '../../../src/controller/views/installations.js';
import { runLog } from '../../../src/controller/views/run-log.js';
import { timelineView } from '../../../src/controller/views/timeline-view.js';
import type { JournalEntry } from '../../../src/journal/journal.js';
import { makePool, readAt } from '../../support/controller-facts.js';
import { entry, ledgerOf, planOfThree, recordsOf } from '../../support/controller-ledger.js';

const plan = planOfThree();
const vm = plan.baseline.vms.find(({ host }) => host !== null);
if (vm === undefined) throw new Error('the pool of the test has no VM that runs');
const home = vm.host ?? '';
const now = readAt + 60_000;
const begun: JournalEntry = {
  type: 'intent',
  effect: 'evacuate-host',
  key: 'host-1',
  attempt: 1,
  detail: { name: 'xs-1' },
};

describe('timeline of a run', () => {
  it('has a lane for each host in the order of its turn, and one for the pool', () => {
    const ledger = ledgerOf(
      ...entry.done('claim-pool', plan.pool.uuid),
      ...entry.done('disable-host', 'host-1', { name: 'xs-1' }),
      begun,
    );
    const view = timelineView(plan, ledger, undefined, now);

    expect(timelineReplySchema.parse(view)).to.deep.equal(view);
    expect(view.hosts.map(({ uuid }) => uuid)).to.deep.equal(plan.hosts.map(({ uuid }) => uuid));
    expect(view.pool.map(({ effect }) => effect)).to.deep.equal(['claim-pool']);
    expect(view.hosts[0]?.effects.map(({ effect, state }) => [effect, state])).to.deep.equal([
      ['disable-host', 'confirmed'],
      ['evacuate-host', 'under-way'],
    ]);
  });

  it('says when what is under way is given up, and of what has ended when it did', () => {
    const view = timelineView(
      plan,
      ledgerOf(...entry.done('disable-host', 'host-1', { name: 'xs-1' }), begun),
      undefined,
      now,
    );
    const [ended, open] = view.hosts[0]?.effects ?? [];

    expect(ended).to.include({ from: readAt, to: readAt + 2000, deadline: null });
    expect(open?.to).to.equal(null);
    expect(open?.deadline).to.be.greaterThan(open?.from ?? 0);
  });

  it('puts what is done to a VM into the lane of the host it lives on', () => {
    const view = timelineView(
      plan,
      ledgerOf(...entry.done('move-vm-home', vm.uuid, { host: home, hostName: home, name: vm.name })),
      undefined,
      now,
    );

    expect(view.hosts.find(({ uuid }) => uuid === home)?.effects.map(({ key }) => key)).to.deep.equal([vm.uuid]);
  });
});

describe('places of VMs', () => {
  const placeOf = (changes: object | undefined, ...entries: JournalEntry[]) => {
    const pool = makePool();
    const vms = pool.vms.map((one) => (one.uuid === vm.uuid && changes !== undefined ? { ...one, ...changes } : one));
    const view = timelineView(plan, ledgerOf(...entries), { ...pool, vms }, now);
    return view.vms.find(({ uuid }) => uuid === vm.uuid);
  };

  it('are their homes while nothing has moved', () => {
    expect(placeOf(undefined)).to.include({ place: 'home', goesHome: '' });
  });

  it('are unknown before the pool was read', () => {
    expect(timelineView(plan, ledgerOf(), undefined, now).vms[0]).to.include({ place: 'unknown', now: null });
  });

  it('say when a VM that is elsewhere goes home', () => {
    const other = plan.hosts.find(({ uuid }) => uuid !== home);
    const away = { residentOn: other?.uuid };

    expect(placeOf(away)).to.include({
      place: 'away',
      now: other?.name,
      goesHome: 'at the end of the run, when all hosts are upgraded',
    });
    expect(placeOf(away, entry.state('undoing'))?.goesHome).to.include('now');
    expect(placeOf(away, entry.state('done'))?.goesHome).to.include('report');
  });

  it('tell a VM that the run has stopped from one that somebody else has', () => {
    const down = { residentOn: null, powerState: 'Halted' };

    expect(placeOf(down)?.goesHome).to.include('somebody else');
    expect(
      placeOf(down, ...entry.done('stop-vm', vm.uuid, { host: home, hostName: home, name: vm.name }))?.goesHome,
    ).to.include('started again');
  });
});

describe('log of a run', () => {
  const records = recordsOf([
    { type: 'planned', pool: 'lab', plan: {}, by: 'ann@jump' },
    { type: 'started', epoch: 1, by: 'ann@jump' },
    ...entry.done('disable-host', 'host-1', { name: 'xs-1' }),
    entry.note('proven', 'host-1'),
    entry.note('watched', 'host-1'),
    entry.command('pause', { reason: 'backup window' }),
    entry.state('stopped', 'the host never came back from http://u:secret@192.0.2.1/i/TOKEN/', { host: 'host-1' }),
  ]);

  it('tells each record that a person wants to read, with who and which host', () => {
    const log = runLog(plan, records, 0, 100);

    expect(logReplySchema.parse(log)).to.deep.equal(log);
    expect(log.lines.map(({ who, host, level }) => [who, host, level])).to.deep.equal([
      ['ann@jump', null, 'person'],
      ['drydock', null, 'info'],
      ['drydock', 'xs-1', 'info'],
      ['drydock', 'xs-1', 'info'],
      ['drydock', 'xs-1', 'info'],
      ['ann', null, 'person'],
      ['drydock', 'xs-1', 'error'],
    ]);
    expect(log.lines[5]?.what).to.equal('pause: backup window');
  });

  it('shows no secret that somebody else has put into a reason', () => {
    expect(JSON.stringify(runLog(plan, records, 0, 100)))
      .to.not.include('TOKEN')
      .and.not.include('u:secret');
  });

  it('goes on where it was left, and says whether there is more', () => {
    const first = runLog(plan, records, 0, 2);
    const second = runLog(plan, records, first.next, 100);

    expect(first).to.include({ more: true, next: 2 });
    expect(second.more).to.equal(false);
    expect([...first.lines, ...second.lines]).to.deep.equal(runLog(plan, records, 0, 100).lines);
    expect(runLog(plan, records, second.next, 100)).to.deep.equal({ lines: [], next: second.next, more: false });
  });
});

describe('installations from a medium', () => {
  it('are the hosts that were proven to run it, and no others', () => {
    const ledger = ledgerOf(entry.note('proven', 'host-1'), entry.note('returned', 'host-2'));

    expect(installationsIn(plan, ledger, plan.medium.id)).to.deep.equal([
      { run: plan.run, pool: plan.pool.name, host: { uuid: 'host-1', name: 'xs-1' }, at: readAt },
    ]);
    expect(installationsIn(plan, ledger, 'another')).to.deep.equal([]);
  });
});
