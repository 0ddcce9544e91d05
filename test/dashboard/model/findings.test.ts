/** The findings of a check as the page shows them. */
import { expect } from 'chai';
import type { CheckReport, CheckResult, Severity } from '../../../src/contract/checks.js';
import { severities } from '../../../src/contract/checks.js';
import { acceptances, asksForAgreement, consentQuestions, unanswered } from '../../../src/dashboard/model/consents.js';
import { countStandings, groupFindings, standingsWorstFirst, verdict } from '../../../src/dashboard/model/findings.js';
import { parseAcceptance } from '../../../src/controller/assessments/acceptance.js';

function result(id: string, subject: string, severity: Severity, fixable = false): CheckResult {
  return { id, subject, severity, title: `title of ${id}`, reason: 'why', remedy: 'do', fixable };
}

function report(results: CheckResult[]): CheckReport {
  return {
    pool: 'p',
    media: 'm',
    results,
    blocked: results.some(({ severity }) => severity === 'failure' || severity === 'unknown'),
  };
}

describe('findings on the page', () => {
  it('know every severity of the contract', () => {
    expect(standingsWorstFirst.filter((standing) => standing !== 'to-fix')).to.have.members([...severities]);
  });

  it('are counted, the worst first, and what there is none of is left out', () => {
    const results = [
      result('a', 'x', 'pass'),
      result('b', 'x', 'failure'),
      result('c', 'x', 'pass'),
      result('d', 'x', 'failure'),
    ];
    expect(countStandings(report(results), false).map(({ text }) => text)).to.deep.equal(['2 failures', '2 passed']);
  });

  it('are grouped by what they are about, without what passed, the worst group first, then by number and name', () => {
    const groups = groupFindings(
      report([
        ...[result('a', 'xs-10', 'notice'), result('b', 'xs-2', 'notice'), result('c', 'xs-1', 'pass')],
        ...[result('d', 'pool', 'warning'), result('e', 'pool', 'failure')],
      ]),
      false,
    );
    expect(
      groups.map(({ subject, worst, findings }) => [subject, worst, findings.map(({ result: { id } }) => id).join()]),
    ).to.deep.equal([
      ['pool', 'failure', 'e,d'],
      ['xs-2', 'notice', 'b'],
      ['xs-10', 'notice', 'a'],
    ]);
  });

  it('are said to be put right by the run where it was asked to, and then are no obstacle', () => {
    const results = [result('ha-off', 'pool', 'failure', true), result('disk-layout', 'xs-1', 'unknown')];
    expect(countStandings(report(results), true).map(({ text }) => text)).to.deep.equal([
      '1 unknown',
      '1 fixed by the run',
    ]);
    expect(verdict(report(results), true).text).to.include('No go: 1 finding ');
    expect(verdict(report(results), false).text).to.include('No go: 2 findings ');
    expect(groupFindings({ ...report(results), blocked: false }, false).map(({ worst }) => worst)).to.include('to-fix');
  });

  it('say go or no go', () => {
    const blocked = report([result('a', 'x', 'unknown')]);
    expect(verdict(blocked, true)).to.deep.equal({
      go: false,
      text: 'No go: 1 finding must be put right or answered first',
    });
    expect(verdict({ ...blocked, blocked: false }, true).go).to.equal(true);
  });
});

describe('questions to a person', () => {
  const results = [
    ...[
      result('ha-off', 'pool', 'failure', true),
      result('disk-layout', 'xs-1', 'unknown'),
      result('disk-layout', 'xs-2', 'unknown'),
    ],
    ...[result('clock-skew', 'xs-1', 'warning'), result('licence-agreement', 'pool', 'failure')],
  ];

  it('are asked once for each check that blocks, and not for what the run puts right itself', () => {
    expect(consentQuestions(results, true).map(({ check, findings }) => [check, findings.length])).to.deep.equal([
      ['disk-layout', 2],
    ]);
    expect(consentQuestions(results, false).map(({ check }) => check)).to.deep.equal(['ha-off', 'disk-layout']);
  });

  it('ask for the licence agreement by itself', () => {
    expect(asksForAgreement(results)).to.equal(true);
    expect(asksForAgreement(results.slice(0, 3))).to.equal(false);
  });

  it('become answers that the controller understands, one for each subject; blanks are no answer', () => {
    const questions = consentQuestions(results, true);
    expect(unanswered(questions, new Map([['disk-layout', '   ']]))).to.equal(1);
    expect(acceptances(questions, new Map([['disk-layout', ' ']]))).to.deep.equal([]);
    const given = acceptances(questions, new Map([['disk-layout', 'seen at the console @ 9 = fine']]));
    expect(given.map(parseAcceptance)).to.deep.equal([
      { check: 'disk-layout', host: 'xs-1', reason: 'seen at the console @ 9 = fine' },
      { check: 'disk-layout', host: 'xs-2', reason: 'seen at the console @ 9 = fine' },
    ]);
  });
});
