/** What looking at the pools of a rollout has told: the time of each wave, what blocks, and what a person may answer for. */
import { expect } from 'chai';
import type { CheckResult } from '../../../src/contract/checks.js';
import type { PlannedPool, RolloutReply } from '../../../src/contract/rollout.js';
import {
  obstacles,
  plannedWaves,
  rolloutAcceptances,
  rolloutAsksForAgreement,
  rolloutQuestions,
} from '../../../src/dashboard/model/rollout-outcome.js';

const finding = (id: string, subject: string, more: Partial<CheckResult> = {}): CheckResult => ({
  ...{ id, subject, severity: 'unknown', title: id, reason: 'r', remedy: 'm', fixable: false, ...more },
});
const pool = (name: string, wave: string, more: Partial<PlannedPool> = {}): PlannedPool => ({
  ...{
    pool: name,
    wave,
    hosts: 2,
    duration: { least: 40, expected: 60, most: 90 },
    problems: [],
    findings: [],
    ...more,
  },
});
const blocked = (name: string, findings: readonly CheckResult[], problems = ['x']): PlannedPool =>
  pool(name, 'wave 1', { duration: null, problems, findings: [...findings] });
const reply = (...pools: PlannedPool[]): RolloutReply => ({ rollout: null, hash: null, pools, text: [] });
const none = new Map<string, readonly string[]>();

describe('the outcome of planning a rollout', () => {
  it('has the pools by their waves, with a time that counts those that are worked on side by side', () => {
    const pools = ['a', 'b', 'c'].map((name) => pool(name, 'wave 1'));
    const waves = (atOnce: number): (number | null)[] =>
      plannedWaves(reply(...pools, pool('lab', 'canary')), ['canary', 'wave 1', 'nobody'], atOnce).map(
        ({ duration }) => duration,
      );

    expect(waves(1)).to.deep.equal([60, 180]);
    expect(waves(2)).to.deep.equal([60, 120]);
    expect(waves(9)).to.deep.equal([60, 60]);
    expect(plannedWaves(reply(blocked('a', [])), [], 1)[0]?.duration).to.equal(null);
  });

  it('asks once for each check, naming hosts and pools, and not of what the runs put right', () => {
    const ha = finding('ha-off', 'bonn', { severity: 'failure', fixable: true });
    const value = reply(
      blocked('bonn', [finding('disk-layout', 'xs-1'), ha, finding('clock', 'xs-1', { severity: 'warning' })]),
      blocked('ulm', [finding('disk-layout', 'xs-1')]),
      pool('fine', 'wave 1', { findings: [ha] }),
    );

    expect(
      rolloutQuestions(value, true).map(({ check, findings }) => [check, findings.map(({ subject }) => subject)]),
    ).to.deep.equal([['disk-layout', ['xs-1 of bonn', 'xs-1 of ulm']]]);
    expect(rolloutQuestions(value, false).map(({ check }) => check)).to.deep.equal(['disk-layout', 'ha-off']);
  });

  it('gives the answer to each pool under the names that its own check has', () => {
    const value = reply(
      blocked('bonn', [finding('disk-layout', 'xs-1')]),
      blocked('ulm', [finding('disk-layout', 'xs-9')]),
    );
    const before = new Map([['bonn', ['clock@xs-1=known']]]);

    expect([...rolloutAcceptances(value, true, new Map([['disk-layout', 'seen']]), before)]).to.deep.equal([
      ['bonn', ['clock@xs-1=known', 'disk-layout@xs-1=seen']],
      ['ulm', ['disk-layout@xs-9=seen']],
    ]);
    expect([...rolloutAcceptances(value, true, new Map(), none)]).to.deep.equal([]);
  });

  it('asks anew where an answer has nothing left to answer', () => {
    const unused = blocked('bonn', [], ['ACCEPTANCE_UNUSED: An acceptance answers nothing']);
    expect([...rolloutAcceptances(reply(unused), true, new Map(), new Map([['bonn', ['a@b=c']]]))]).to.deep.equal([]);
  });

  it('tells in words what no answer helps against, and asks for the agreement apart', () => {
    const agreement = blocked('bonn', [finding('licence-agreement', 'bonn', { severity: 'failure' })]);

    expect(obstacles(blocked('ulm', [], ['XAPI_UNREACHABLE: no answer']), true)).to.deep.equal([
      'XAPI_UNREACHABLE: no answer',
    ]);
    expect(obstacles(agreement, true)).to.deep.equal([]);
    expect(rolloutAsksForAgreement(reply(agreement))).to.equal(true);
    expect(rolloutQuestions(reply(agreement), true)).to.deep.equal([]);
    expect(obstacles(pool('fine', 'wave 1'), true)).to.deep.equal([]);
  });
});
