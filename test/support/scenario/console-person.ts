// A person at the consoles of a scenario: does what Drydock tells him, some time after he was told, unless a fault has him err.
import type { Grant } from '../../../src/contract/grants.js';
import type { Decision, TurnInput } from '../../../src/controller/run/decision.js';
import { handOverOf } from '../../../src/controller/run/manual-history.js';
import { insertMedium, visitConsole } from '../../../src/simulator/life/console.js';
import type { Scenario } from './scenario.js';

export interface PersonOptions {
  /** Milliseconds between being told and being there. */
  readonly delay?: number;
  /** Hosts that he goes to; all of them when absent. */
  readonly goesTo?: readonly string[];
}

/** For RunOptions.onTurn: survives crashes of the controller, as a person does. */
export function consolePerson(
  scenario: Scenario,
  options: PersonOptions = {},
): (input: TurnInput, decision: Decision) => void {
  const seen = new Set<string>();
  const { delay = 5 * 60_000, goesTo } = options;
  return (input, decision) => {
    if (decision.kind !== 'wait' || decision.for !== 'person' || decision.host === null) return;
    const host = input.plan.hosts.find(({ uuid }) => uuid === decision.host);
    const given = handOverOf(input.ledger, decision.host);
    if (host === undefined || given === undefined || input.ledger.state !== 'running') return;
    if (goesTo?.includes(host.name) === false) return;
    const told = `${host.uuid} ${given.sequence}`;
    if (seen.has(told)) return;
    seen.add(told);
    const grant = input.grants?.find((one) => one.host.uuid === host.uuid && one.state === 'armed');
    const onlyInserts = input.plan.manual?.rebootBy === 'drydock';
    const { world } = scenario.pool;
    const visit = { url: urlOf(grant), release: 'xcp-ng-8.3' } as const;
    world.spawn(async () => {
      await world.sleep(delay);
      if (!onlyInserts) return visitConsole(world, scenario.pool.host(host.uuid), visit);
      insertMedium(world, scenario.pool.host(host.uuid), visit);
      scenario.command('approve', { host: host.uuid });
    });
  };
}

function urlOf(grant: Grant | undefined): string {
  return `http://192.0.2.1:8080${grant?.path ?? '/nowhere/'}`;
}
