// The commands that finish a run by hand: a host that is upgraded, or may be installing, is never told to be installed.
import { expect } from 'chai';
import type { JournalEntry } from '../../../src/journal/journal.js';
import type { Plan } from '../../../src/controller/planning/plan.js';
import { byHandOfRun } from '../../../src/controller/run/by-hand.js';
import { runStatus } from '../../../src/controller/run/run-status.js';
import { entry, ledgerOf, planOfThree } from '../../support/controller-ledger.js';

function commands(plan: Plan, ...entries: readonly JournalEntry[]): string {
  const ledger = ledgerOf(...entries);
  return byHandOfRun(plan, ledger, runStatus(plan, ledger, undefined), 'lab').join('\n');
}

const failed = (failure: string): JournalEntry => entry.state('stopped', 'because', { host: 'host-1', failure });

describe('The commands that finish a run by hand', () => {
  const plan = planOfThree();
  const [coordinator, ...members] = plan.hosts;

  it('name the pool as it was made known, since that is what the command takes', () => {
    expect(commands(plan, entry.state('planned'))).to.match(/^the address .*: drydock media addresses lab\n/);
  });

  it('put a host that is upgraded back into service, whatever failed after that, and install it never again', () => {
    for (const failure of ['pack-failed', 'unwell', 'returned-degraded']) {
      const text = commands(plan, entry.note('proven', 'host-1'), failed(failure));
      const lines = text.split('\n').filter((line) => line.startsWith(`${coordinator?.name}: `));
      expect(lines, failure).to.deep.equal([`${coordinator?.name}: xe host-enable uuid=host-1`]);
    }
  });

  it('name the packs that an upgraded host lacks', () => {
    const pack = { id: 'p', uuid: 'u', name: 'tools', version: '1', guidance: [], bytes: 1, sr: 's', srName: 'S' };
    const text = commands({ ...plan, packs: [pack] }, entry.note('proven', 'host-1'), failed('pack-failed'));
    expect(text)
      .to.include('xe update-upload file-name=tools.iso')
      .and.include('xe update-apply uuid=UPDATE host=host-1');
  });

  it('send a person to the console of a host of which nobody knows what it runs', () => {
    for (const failure of ['never-returned', 'fetch-failed', 'returned-as-another', 'in-emergency']) {
      const text = commands(plan, ...entry.done('reboot-host', 'host-1'), failed(failure));
      expect(text, failure).to.include(`${coordinator?.name}: look at its console first`);
      expect(text, failure).not.to.include('xe host-reboot uuid=host-1');
      expect(text, failure).to.include(`xe host-reboot uuid=${members[0]?.uuid}`);
    }
  });

  it('install a host that is back with its old version', () => {
    const back = [...entry.done('reboot-host', 'host-1'), entry.note('returned', 'host-1'), failed('never-fetched')];
    expect(commands(plan, ...back)).to.include('xe host-reboot uuid=host-1');
  });

  it('wait for a host that is back and not proven yet', () => {
    const text = commands(
      plan,
      { type: 'started', epoch: 1, by: 'ann' },
      entry.state('running'),
      ...entry.done('reboot-host', 'host-1'),
      entry.note('returned', 'host-1'),
    );
    expect(text).to.include(`${coordinator?.name}: wait for it`).and.not.include('xe host-enable uuid=host-1');
  });

  it('take the guests down that the plan takes down, and bring them back', () => {
    const down = [{ vm: 'vm-9', name: 'db', how: 'stop' as const, reason: 'local disk' }];
    const hosts = plan.hosts.map((host) => ({ ...host, forecast: { ...host.forecast, down } }));
    const text = commands({ ...plan, hosts }, failed('evacuation-failed'));
    expect(text.indexOf('xe vm-shutdown uuid=vm-9')).to.be.within(1, text.indexOf('xe host-evacuate uuid=host-1'));
    expect(text).to.include('xe vm-start uuid=vm-9 on=host-1');
  });

  it('go to the console in Manual mode, since such hosts may have no plugin', () => {
    const text = commands({ ...plan, mode: 'manual' }, failed('evacuation-failed'));
    expect(text).to.include('at its console').and.not.include('host-call-plugin');
  });
});
