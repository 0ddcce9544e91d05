/**
 * What is found in the hosts' control domains, all hosts at once: each has its own bounds. Where SSH is not set up nothing is known;
 * that blocks, or is noted and repeated in the report, as the setting `checks.withoutSsh` says.
 */
import type { Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Evidence, Learnt } from '../assessments/evidence.js';
import { withoutSsh } from '../assessments/look-inside.js';
import { systemAssessments } from '../assessments/system-assessments.js';
import type { PlanningTools } from '../planning-tools.js';
import type { Acceptance } from '../planning/plan.js';
import type { HostShell, ShellHost } from '../shell/host-shell.js';
import { readSystem } from '../shell/read-system.js';

/** Undefined where SSH is not set up for the pool. */
export async function shellOf(
  tools: Pick<PlanningTools, 'openShell'>,
  pool: string,
): Promise<Learnt<HostShell> | undefined> {
  try {
    const shell = await tools.openShell?.(pool);
    return shell === undefined ? undefined : { known: true, value: shell };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { known: false, reason: describeCause(error) };
  }
}

export async function evidenceOfSystems(
  shell: Learnt<HostShell> | undefined,
  hosts: readonly ShellHost[],
  clock: Clock,
  signal: AbortSignal,
): Promise<Pick<Evidence, 'systems'>> {
  if (shell === undefined) return {};
  if (!shell.known) return { systems: shell };
  const found = hosts.map(async (host) => [host.uuid, await readSystem(shell.value, host, clock, signal)] as const);
  return { systems: { known: true, value: new Map(await Promise.all(found)) } };
}

/** The answer to all that only SSH tells, where nobody has set it up; a pool that has it gets none. */
export function standingAcceptances(
  setting: PlanningTools['withoutSsh'],
  evidence: Pick<Evidence, 'systems'>,
): Acceptance[] {
  if (setting === 'block' || evidence.systems !== undefined) return [];
  return systemAssessments.map(({ id }) => ({ check: id, host: '*', reason: `not looked at: ${withoutSsh}` }));
}
