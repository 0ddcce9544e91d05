/** One examination of a pool for a medium, as a check and a plan make it: look, ask, judge, and change nothing. */
import type { CheckReport } from '../../contract/checks.js';
import { randomHex, systemRandomBytes } from '../../shared/random-bytes.js';
import { unusedAcceptances } from '../assessments/acceptance.js';
import { toCheckReport } from '../assessments/assess.js';
import type { AssessmentInput } from '../assessments/assessment.js';
import type { Finding } from '../assessments/finding.js';
import { holdsInManualMode } from '../assessments/manual-mode.js';
import type { EffectName } from '../effects/effect.js';
import { fixEffects } from '../effects/fixes.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import { findMedium } from '../medium-of.js';
import { findPack, type NamedPack } from '../packs/find-pack.js';
import { findHost } from '../planning/choose-hosts.js';
import type { PlanningTools } from '../planning-tools.js';
import type { GuestPlan } from '../planning/guests/guest-plan.js';
import { resolveGuests, type GuestWishes } from '../planning/guests/resolve-guests.js';
import type { Medium } from '../planning/medium.js';
import type { Acceptance } from '../planning/plan.js';
import { askProbes } from '../probes/ask-probes.js';
import { shellOf, standingAcceptances } from './evidence-of-systems.js';
import { gather, type Gathered } from './gather.js';
import { givenAcceptances, withUnused, type GivenAnswers } from './given-acceptances.js';
import { judgePool } from './judge-pool.js';

export interface Examined extends GuestWishes, GivenAnswers {
  readonly pool: string;
  readonly media: string;
  /** Who asks. */
  readonly by: string;
  /** Shows what would still block a run that puts right what it can. */
  readonly fix?: boolean | undefined;
  /** Packs that a run is to install. */
  readonly packs?: readonly string[] | undefined;
  /** Hosts by name or uuid. */
  readonly order?: readonly string[];
  readonly only?: readonly string[];
  readonly mode?: 'automatic' | 'manual' | undefined;
}

export interface Examination {
  readonly medium: Medium;
  readonly packs: readonly NamedPack[];
  readonly gathered: Gathered;
  readonly guests: GuestPlan;
  readonly probes: Probed;
  readonly accepted: readonly Acceptance[];
  readonly findings: readonly Finding[];
  /** Acceptances that answer nothing. */
  readonly unused: readonly Acceptance[];
  readonly report: CheckReport;
}

type Probed = NonNullable<AssessmentInput['probes']>;

/** The effects that the run does first when it was asked to fix what is in the way. */
const fixes: readonly EffectName[] = ['disable-ha', 'disable-wlb', ...fixEffects];

/** @throws POOL_UNKNOWN, POOL_UNREADABLE, MEDIA_NOT_FOUND_FOR_RUN, MEDIA_NOT_A_PACK, ACCEPTANCE_INVALID, PLAN_HOST_UNKNOWN … */
export async function examinePool(tools: PlanningTools, request: Examined): Promise<Examination> {
  const medium = await findMedium(tools.media, request.media);
  const given = givenAcceptances(request, medium);
  const packs = await Promise.all((request.packs ?? []).map((pack) => findPack(tools.media, pack)));
  const isManual = request.mode === 'manual';
  const gathered = await gatherFrom(tools, request.pool, medium, !isManual);
  const accepted = [...given, ...standingAcceptances(tools.withoutSsh, gathered.evidence)];
  const guests = guestsOf(tools, gathered, request);
  const only = (request.only ?? []).map((name) => findHost(gathered.pool, name).uuid);
  const probes = await askBeforeRun(tools, request.pool, gathered.pool);
  const judged = judgePool({
    ...{ medium, accepted, guests, packs, ...gathered, probes },
    ...(request.order === undefined ? {} : { order: request.order }),
    ...(only.length === 0 ? {} : { hosts: only }),
  });
  const findings = isManual ? judged.filter(holdsInManualMode) : judged;
  const unused = unusedAcceptances(findings, given);
  const fixed = toCheckReport(request.pool, medium.id, findings, request.fix === true ? fixes : []);
  return { medium, packs, gathered, guests, probes, accepted, findings, unused, report: withUnused(fixed, unused) };
}

async function gatherFrom(
  tools: PlanningTools,
  poolName: string,
  medium: Medium,
  asksHosts: boolean,
): Promise<Gathered> {
  const port = await tools.openPool(poolName);
  try {
    return await gather({
      port,
      clock: tools.clock,
      media: medium.id,
      poolName,
      mirrors: tools.mirrors,
      mediaAccess: tools.media,
      mediaServer: tools.mediaServer,
      asksHosts,
      label: randomHex(tools.random ?? systemRandomBytes, 6),
      signal: new AbortController().signal,
      shell: await shellOf(tools, poolName),
    });
  } finally {
    await port.close();
  }
}

function guestsOf(
  { vmPolicies = [] }: PlanningTools,
  { pool, evidence: { survey } }: Gathered,
  request: Examined,
): GuestPlan {
  const configured = vmPolicies.filter((policy) => policy.pool === request.pool);
  return resolveGuests(pool, survey.known ? survey.value : undefined, request, request.by, configured);
}

async function askBeforeRun({ probes }: PlanningTools, name: string, pool: PoolFacts): Promise<Probed> {
  const asked = probes?.of(name) ?? [];
  const context = { phase: 'before-run' as const, run: null, pool: { uuid: pool.uuid, name: pool.name }, host: null };
  return { asked, results: await askProbes(asked, probes?.run, context, new AbortController().signal) };
}
