import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { hostFailures, type HostFailure } from '../../../src/contract/run-status.js';
import { emergencyCodes } from '../../../src/controller/run/emergency.js';
import { explain } from '../../../src/controller/run/explain.js';
import { recoverySteps } from '../../../src/controller/run/recovery.js';
import { runStatus } from '../../../src/controller/run/run-status.js';
import type { PlannedHost } from '../../../src/controller/planning/plan.js';
import { emergencyCodes as codesOfXapi } from '../../../src/simulator/faults/kinds/member-start.js';
import { entry, ledgerOf, planOfThree } from '../../support/controller-ledger.js';

const plan = planOfThree();
const hostNumber = (number: number): PlannedHost => {
  const host = plan.hosts[number - 1];
  if (host === undefined) throw new RangeError();
  return host;
};
const stopped = (failure: HostFailure, host: string, answer?: string) =>
  entry.state('stopped', 'because', { host, failure, ...(answer === undefined ? {} : { answer }) });

const steps = (failure: HostFailure, number: number, answer?: string): string =>
  recoverySteps(plan, ledgerOf(stopped(failure, `host-${number}`, answer)), failure, hostNumber(number)).join('\n');

describe('What to do by hand', () => {
  it('when the coordinator is lost names the member that takes over, with the exact commands', () => {
    const text = steps('never-returned', 1);
    expect(text).to.include('on xs-2 (192.0.2.12): xe pool-emergency-transition-to-master');
    expect(text).to.include('xe pool-recover-slaves');
    expect(text).to.include('xe pool-emergency-reset-master master-address=192.0.2.12');
    expect(text).to.include('xe host-forget uuid=host-1');
    expect(text.indexOf('bring xs-1 back')).to.be.lessThan(text.indexOf('pool-emergency-transition'));
  });

  it('lets a member that is upgraded take over, since members newer than their coordinator stay outside', () => {
    const ledger = ledgerOf(entry.note('proven', 'host-3'), stopped('pool-lost', 'host-2'));
    expect(recoverySteps(plan, ledger, 'pool-lost', hostNumber(2)).join('\n')).to.include(
      'on xs-3 (192.0.2.13): xe pool-emergency-transition-to-master',
    );
  });

  it('names the dump of the database where one was made', () => {
    const ledger = ledgerOf(
      ...entry.done('dump-database', 'pool-uuid', { file: 'run-1.1.xml' }),
      stopped('never-returned', 'host-1'),
    );
    expect(recoverySteps(plan, ledger, 'never-returned', hostNumber(1)).join('\n')).to.include('run-1.1.xml');
  });

  it('when a member is lost ends its address first, then forgets it by its uuid', () => {
    const text = steps('never-returned', 2);
    expect(text).to.include('drydock upgrade give-up run-1 --host xs-2').and.include('xe host-forget uuid=host-2');
    expect(text).not.to.include('pool-emergency-transition');
  });

  it('is nothing where the disk was not touched', () => {
    for (const failure of ['evacuation-failed', 'staging-failed', 'never-fetched', 'blocked'] as const)
      expect(steps(failure, 2), failure).to.equal('');
  });

  for (const code of emergencyCodes) {
    it(`follows from what a member answers in emergency mode: ${code}`, () => {
      expect(steps('in-emergency', 2, code)).to.match(/xe |curl |bring the coordinator|restart/);
    });
  }

  it('knows every code that a member starts into emergency mode with', () => {
    expect(emergencyCodes).to.have.members(Object.keys(codesOfXapi).filter((code) => code !== 'INTERNAL_ERROR'));
    const page = readFileSync('docs/operating.md', 'utf8');
    for (const code of emergencyCodes)
      expect(page, code).to.match(code.startsWith('HA_') ? /`HA_…`/ : new RegExp(`\`${code}\``));
  });
});

describe('An explanation', () => {
  it('tells what was done and said, why the run stands, and the commands with the uuids of the pool', () => {
    const ledger = ledgerOf(
      entry.command('start'),
      entry.state('running'),
      ...entry.done('claim-pool', 'pool-uuid', { run: 'run-1' }),
      ...entry.done('disable-host', 'host-1', { name: 'xs-1' }),
      stopped('never-returned', 'host-1'),
    );
    const text = explain(plan, ledger, runStatus(plan, ledger, undefined), 'lab');
    expect(text).to.include('ann says start');
    expect(text).to.include('take xs-1 out of service: confirmed');
    expect(text).to.include('xe host-enable uuid=host-1');
    expect(text).to.include('xe pool-param-remove uuid=pool-uuid');
    expect(text).to.include('drydock upgrade retry run-1');
    expect(text).to.include('xe host-call-plugin host-uuid=host-3 plugin=prepare_host_upgrade.py');
    expect(text).to.include('0 of 3 used for xs-1');
    expect(text).to.match(/xe pool-emergency-transition-to-master/);
  });

  it('never tells to touch a host that may be installing', () => {
    const ledger = ledgerOf(
      entry.command('start'),
      { type: 'started', epoch: 1, by: 'ann' },
      entry.state('running'),
      entry.note('rechecked', 'host-1'),
      ...entry.done('arm-grant', 'host-1', { name: 'xs-1' }),
    );
    const text = explain(plan, ledger, runStatus(plan, ledger, undefined), 'lab');
    expect(text).to.include('xs-1: wait for it, it may be installing');
    expect(text).not.to.include('xe host-reboot uuid=host-1');
  });

  it('has a next action for every kind of failure', () => {
    for (const failure of hostFailures) {
      const ledger = ledgerOf(stopped(failure, 'host-2'));
      expect(runStatus(plan, ledger, undefined).hosts[1]?.failure?.nextAction, failure).to.match(/drydock upgrade/);
    }
  });
});
