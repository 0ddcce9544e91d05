/** What is looked at when a host is in service again, and while it is watched: the assessments after a host, and what they need. */
import { assess } from '../../assessments/assess.js';
import { blocks, type Finding } from '../../assessments/finding.js';
import { minutes } from '../../effects/effect.js';
import type { PoolFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import type { Decision, TurnInput } from '../decision.js';
import { asksProbes, probeAnswers } from '../probe-answers.js';

/** How old a look at the network interfaces may be while a host is watched. */
const pifsAge = 1 * minutes;

/** A finding as it is journalled and shown. */
export type ToldFinding = Readonly<{
  id: string;
  severity: Finding['severity'];
  subject: string;
  reason: string;
}>;

/** A pool where everything has another name than before must not fill the journal. */
const mostTold = 200;

/** The network at every look, the inventory once, when the host is assessed for the first time. */
export function asksFirst(
  input: TurnInput,
  host: PlannedHost,
  provenAt: number,
  isAssessed: boolean,
): Decision | undefined {
  const { pifs, inventory, now, plan } = input;
  const asksPifs = plan.baseline.pifs !== undefined;
  if (asksPifs && (pifs === undefined || pifs.at < provenAt || now - pifs.at > pifsAge)) return { kind: 'ask-pifs' };
  const asksInventory = plan.baseline.inventory !== undefined && !isAssessed;
  if (asksInventory && (inventory === undefined || inventory.at < provenAt)) return { kind: 'ask-inventory' };
  return asksProbes(input, 'after-host', host.uuid, provenAt);
}

export function findingsAfter(input: TurnInput, host: PlannedHost, pool: PoolFacts): readonly Finding[] {
  return assess({
    phase: 'after-host',
    pool,
    medium: input.plan.medium,
    host: host.uuid,
    plan: input.plan,
    hosts: [host.uuid],
    baseline: input.plan.baseline,
    evacuation: new Map(),
    reachability: new Map(),
    ...(input.pifs === undefined ? {} : { pifs: input.pifs.answer }),
    ...(input.inventory === undefined ? {} : { inventory: input.inventory.answer }),
    ...probeAnswers(input, 'after-host', host.uuid),
    run: input.plan.run,
  });
}

/** The findings that a person should know of; what has passed is not told. */
export function toldOf(findings: readonly Finding[]): readonly ToldFinding[] {
  return findings
    .filter(({ severity }) => severity !== 'pass')
    .slice(0, mostTold)
    .map(({ id, severity, subject, reason }) => ({ id, severity, subject: subject.name, reason }));
}

export function reasonsOf(findings: readonly Finding[]): { readonly text: string; readonly checks: readonly string[] } {
  const blocking = findings.filter(blocks);
  return {
    text: blocking.map(({ subject, reason }) => `${subject.name}: ${reason}`).join('; '),
    checks: blocking.map(({ id }) => id),
  };
}
