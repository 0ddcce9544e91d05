// Runs one cell of the fault table: a whole upgrade of three hosts with that fault, invariants and all.
import { expect } from 'chai';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { explain } from '../../../src/controller/run/explain.js';
import { readFaultText } from '../../../src/simulator/faults/read-fault.js';
import { expectInvariants } from '../scenario/check.js';
import { Scenario, shortTimes } from '../scenario/scenario.js';

export interface CellRun {
  readonly outcome: string;
  readonly reason: string;
  /** Whether each of the faults has struck. */
  readonly struck: number;
}

/** @throws where an invariant is broken, or a stop has no next action, or its explanation no commands */
export async function runCell(faults: readonly string[], seed = 1): Promise<CellRun> {
  const vms = [0, 1, 2, 0].map((host, index) => ({ host, name: `vm-${index + 1}` }));
  const scenario = await Scenario.begin({
    ...{ times: shortTimes, paceFactor: 20, vms, seed },
    faults: faults.map((text) => readFaultText(text)),
  });
  try {
    const refused = await plan(scenario);
    if (refused !== undefined) return { ...refused, struck: struck(scenario) };
    scenario.command('start');
    const status = await scenario.turn();
    expectInvariants(scenario);
    const failed = status.hosts.find(({ state }) => state === 'failed');
    if (status.state === 'stopped') expectWayOn(scenario, failed?.failure?.nextAction);
    const kind = failed?.failure?.kind;
    const outcome = status.state === 'stopped' && kind !== undefined ? `stopped: ${kind}` : status.state;
    return { outcome, reason: status.reason, struck: struck(scenario) };
  } finally {
    await scenario.end();
  }
}

async function plan(scenario: Scenario): Promise<{ outcome: string; reason: string } | undefined> {
  try {
    const { plan: made, check } = await scenario.makePlan();
    if (made !== null) return undefined;
    const blocking = check.results.filter(({ severity }) => severity === 'failure' || severity === 'unknown');
    const ids = [...new Set(blocking.map(({ id }) => id))].sort();
    expect(
      blocking.every(({ remedy }) => remedy !== ''),
      'each has a remedy',
    ).to.equal(true);
    return { outcome: `refused: ${ids.join(', ')}`, reason: blocking.map(({ reason }) => reason).join(' ') };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { outcome: `refused: ${error.code}`, reason: error.message };
  }
}

/** Whoever finds a stopped run must be told how to go on. */
function expectWayOn(scenario: Scenario, nextAction: string | undefined): void {
  if (scenario.plan === undefined) throw new Error('not planned');
  const text = explain(scenario.plan, scenario.ledger(), scenario.status(), 'lab');
  expect(text)
    .to.include('drydock upgrade retry')
    .and.include('drydock upgrade abort')
    .and.match(/xe [a-z]+-/);
  if (nextAction !== undefined) expect(text).to.include(nextAction);
}

function struck(scenario: Scenario): number {
  return new Set(scenario.pool.history.flatMap((entry) => (entry.event === 'fault' ? [entry.detail.kind] : []))).size;
}
