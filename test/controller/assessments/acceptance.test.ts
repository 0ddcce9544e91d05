import { expect } from 'chai';
import { parseAcceptance, unusedAcceptances } from '../../../src/controller/assessments/acceptance.js';
import { assess, blockers, toCheckReport } from '../../../src/controller/assessments/assess.js';
import { plannedFixes } from '../../../src/controller/planning/planned-fixes.js';
import { checkReportSchema } from '../../../src/contract/checks.js';
import { beforeRun, blockedBy } from '../../support/controller-assessments.js';
import { makePool, makeVm, medium83, versions83, withHost } from '../../support/controller-facts.js';

const skewed = withHost(makePool(), 2, { serverTime: null });

describe('An acceptance', () => {
  it('is written CHECK@HOST=REASON, and the reason may hold anything', () => {
    expect(parseAcceptance('clock-skew@xs-2=clock a=b @ noon')).to.deep.equal({
      check: 'clock-skew',
      host: 'xs-2',
      reason: 'clock a=b @ noon',
    });
  });

  for (const text of [
    '',
    'clock-skew',
    'clock-skew@xs-2',
    'clock-skew@xs-2=',
    '@xs-2=why',
    'clock-skew@=why',
    'clock-skew=why',
    'no-such-check@xs-2=why',
  ]) {
    it(`is refused when it reads "${text}"`, () => {
      expect(() => parseAcceptance(text)).to.throw('ACCEPTANCE_INVALID');
    });
  }

  it('turns an unknown into a notice that repeats the reason and what it was', () => {
    const accepted = [parseAcceptance('clock-skew@xs-2=we know')];
    const finding = assess(beforeRun({ pool: skewed, accepted })).find(
      (one) => one.id === 'clock-skew' && one.subject.name === 'xs-2',
    );
    expect(finding).to.include({ severity: 'notice' });
    expect(finding?.accepted).to.deep.equal({ from: 'unknown', reason: 'we know' });
    expect(finding?.reason).to.include('we know');
  });

  it('holds for the host it names and for no other', () => {
    const findings = assess(beforeRun({ pool: skewed, accepted: [parseAcceptance('clock-skew@xs-3=we know')] }));
    expect(blockers(findings).map((one) => one.id)).to.deep.equal(['clock-skew']);
  });

  it('names a host by uuid as well, and a VM’s finding by its host', () => {
    const accepted = [parseAcceptance('evacuable@host-1=it will be shut down')];
    expect(
      blockers(assess(beforeRun({ ...blockedBy('VM_HAS_VGPU'), accepted }))).map((one) => one.subject.name),
    ).to.not.include('vm-1a');
  });

  it('of a licence agreement names the medium', () => {
    const medium = { ...medium83, name: 'XenServer 8' };
    const blocking = (accepted: ReturnType<typeof parseAcceptance>[]) =>
      blockers(assess(beforeRun({ medium, accepted }))).map((one) => one.id);
    expect(blocking([])).to.include('licence-agreement');
    expect(blocking([parseAcceptance(`licence-agreement@${medium.id}=read`)])).not.to.include('licence-agreement');
  });

  it('of what could be fixed leaves it as it is: the run does not fix it', () => {
    const pool = makePool({ vms: [makeVm('1a', 1, { autoPowerOn: true }), makeVm('1b', 1, { autoPowerOn: true })] });
    const findings = assess(beforeRun({ pool, accepted: [parseAcceptance('autostart-off@vm-1a=it never restarts')] }));
    expect(plannedFixes(findings)).to.deep.equal([
      { effect: 'turn-autostart-off', key: 'vm-1b-uuid', detail: { name: 'vm-1b' } },
    ]);
  });

  it('does not move a finding that cannot be accepted, which says so', () => {
    const pool = withHost(makePool(), 2, { versions: { ...versions83, xapi: '99.0.0' } });
    const findings = assess(beforeRun({ pool, accepted: [parseAcceptance('downgrade@xs-2=I insist')] }));
    const finding = findings.find((one) => one.id === 'downgrade' && one.subject.name === 'xs-2');
    expect(finding?.severity).to.equal('failure');
    expect(finding?.reason).to.include('This cannot be accepted.');
  });
});

describe('The check report', () => {
  it('is not blocked for a healthy pool, and has the form of the contract', () => {
    const report = toCheckReport('lab', medium83.id, assess(beforeRun()));
    expect(checkReportSchema.parse(report)).to.deep.equal(report);
    expect(report.blocked).to.equal(false);
  });

  it('is blocked by an unknown as by a failure', () => {
    expect(toCheckReport('lab', medium83.id, assess(beforeRun({ pool: skewed }))).blocked).to.equal(true);
    const dead = withHost(makePool(), 2, { live: false });
    expect(toCheckReport('lab', medium83.id, assess(beforeRun({ pool: dead }))).blocked).to.equal(true);
  });

  it('marks what can be fixed, which does not block a run that fixes it first', () => {
    const findings = assess(beforeRun({ pool: makePool({ haEnabled: true, wlbEnabled: true }) }));
    const report = toCheckReport('lab', medium83.id, findings);
    expect(report.results.filter((result) => result.fixable).map((result) => result.id)).to.deep.equal([
      'ha-off',
      'wlb-off',
    ]);
    expect(report.blocked).to.equal(true);
    expect(toCheckReport('lab', medium83.id, findings, ['disable-ha']).blocked).to.equal(true);
    expect(toCheckReport('lab', medium83.id, findings, ['disable-ha', 'disable-wlb']).blocked).to.equal(false);
  });
});

describe('An acceptance that answers nothing', () => {
  const used = (...texts: string[]): readonly string[] => {
    const accepted = texts.map(parseAcceptance);
    return unusedAcceptances(assess(beforeRun({ pool: skewed, accepted })), accepted).map(({ host }) => host);
  };

  it('is told: a host that is misspelt, or one about which the check has nothing to say', () => {
    expect(used('clock-skew@xs-2=we know', 'clock-skew@xs2=we know', 'clock-skew@xs-3=we know')).to.deep.equal([
      'xs2',
      'xs-3',
    ]);
  });

  it('is none where the check is made only later, or the flag of the licence agreement stands in a script', () => {
    expect(used('same-host@xs-3=its board was replaced', 'licence-agreement@xcp-ng-8.3=read')).to.deep.equal([]);
  });
});
