/** From a request to a frozen plan: gather the facts, assess them, and plan only if nothing blocks. */
import type { CheckReport } from '../contract/checks.js';
import type { PlanRequest } from '../contract/control.js';
import type { WindowFitDocument } from '../contract/window-fit.js';
import type { MediaServerApi } from '../contract/media-server.js';
import type { Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { randomHex, systemRandomBytes, type RandomBytes } from '../shared/random-bytes.js';
import { parseAcceptance, unusedAcceptances } from './assessments/acceptance.js';
import { toCheckReport } from './assessments/assess.js';
import { holdsInManualMode } from './assessments/manual-mode.js';
import type { AssessmentInput } from './assessments/assessment.js';
import type { PoolFacts } from './facts/pool-facts.js';
import { askProbes } from './probes/ask-probes.js';
import type { ProbeTools } from './probes/probe.js';
import { emptyStorage } from './assessments/local-storage.js';
import { licenceAgreement } from './assessments/licence-agreement.js';
import { gather, type Gathered } from './check/gather.js';
import { shellOf, standingAcceptances } from './check/evidence-of-systems.js';
import { judgePool } from './check/judge-pool.js';
import type { EffectName } from './effects/effect.js';
import { fixEffects } from './effects/fixes.js';
import { describeManual } from './manual/manual-plan.js';
import type { MediaAccess } from './media-access.js';
import { findMedium } from './medium-of.js';
import type { PoolPort } from './pool/pool-port.js';
import { resolveGuests, type ConfiguredPolicy, type GuestWishes } from './planning/guests/resolve-guests.js';
import type { GuestPlan } from './planning/guests/guest-plan.js';
import { findPack, type NamedPack } from './packs/find-pack.js';
import { placePacks } from './packs/place-packs.js';
import type { HostShell } from './shell/host-shell.js';
import { plannedFixes } from './planning/planned-fixes.js';
import { findHost } from './planning/choose-hosts.js';
import { measuredTimes, type EarlierRun } from './planning/measured-times.js';
import { describeFit } from './planning/window/describe-fit.js';
import { parseWindow } from './planning/window/parse-window.js';
import { fitWindow, type WindowFit } from './planning/window/window-fit.js';
import { describeWindow, type Window } from './planning/window/window.js';
import { makePlan } from './planning/make-plan.js';
import { usualPolicies, type RunPolicies } from './planning/policies.js';
import type { Medium } from './planning/medium.js';
import type { Acceptance, Plan } from './planning/plan.js';
import type { RetryBudget } from './planning/retry-budget.js';
import { describePlan } from './planning/describe-plan.js';

export interface PlanningTools {
  readonly media: MediaAccess;
  /** Undefined when `check` runs without a media server: then nobody can be asked to reach it. */
  readonly mediaServer: MediaServerApi | undefined;
  readonly clock: Clock;
  /** Policies of VMs from the configuration, of all pools. */
  readonly vmPolicies?: readonly ConfiguredPolicy[];
  /** Runs that have ended: how long things take here. */
  earlierRuns?(): readonly EarlierRun[];
  /** For the ids of probes; default: the machine's. */
  readonly random?: RandomBytes;
  /** For plans; absent where none is made. */
  readonly retries?: RetryBudget;
  /** Default: the usual ones. */
  readonly policies?: RunPolicies;
  readonly probes?: ProbeTools;
  openPool(name: string): Promise<PoolPort>;
  /** Undefined, or absent: SSH is not set up for the pool. @throws what keeps its credential from being read */
  openShell?(name: string): Promise<HostShell | undefined>;
  /** What becomes of what only SSH tells where it is not set up; default: it is noted, and stands in the report. */
  readonly withoutSsh?: 'note' | 'block';
}

/** The effects that the run does first when it was asked to fix what is in the way. */
const fixes: readonly EffectName[] = ['disable-ha', 'disable-wlb', ...fixEffects];

export interface CheckRequest extends GuestWishes {
  readonly pool: string;
  readonly media: string;
  readonly accept?: readonly string[];
  /** Shows what would still block a run that puts right what it can. */
  readonly fix?: boolean | undefined;
  /** The medium's licence agreement is accepted. */
  readonly acceptEua?: boolean | undefined;
  /** Packs that a run is to install. */
  readonly packs?: readonly string[] | undefined;
}

/** Looks, judges, changes nothing. @throws POOL_UNKNOWN, POOL_UNREADABLE, MEDIA_NOT_FOUND_FOR_RUN */
export async function checkPool(tools: PlanningTools, request: CheckRequest): Promise<CheckReport> {
  const medium = await findMedium(tools.media, request.media);
  const accepted = acceptancesOf(request, medium);
  const packs = await findPacks(tools, request.packs);
  const gathered = await gatherFrom(tools, request.pool, medium);
  const guests = guestsOf(tools, gathered, request, 'a check');
  const probes = await askBeforeRun(tools, request.pool, gathered.pool);
  const standing = standingAcceptances(tools.withoutSsh, gathered.evidence);
  const findings = judgePool({ medium, accepted: [...accepted, ...standing], guests, packs, ...gathered, probes });
  const report = toCheckReport(request.pool, medium.id, findings, request.fix === true ? fixes : []);
  return withUnused(report, unusedAcceptances(findings, accepted));
}

export interface PlannedRun {
  /** Null when the assessments block. */
  readonly plan: Plan | null;
  readonly check: CheckReport;
  readonly text: string[];
  readonly window?: WindowFitDocument;
}

export async function planRun(tools: PlanningTools, request: PlanRequest, run: string): Promise<PlannedRun> {
  if (tools.mediaServer === undefined) {
    throw new DrydockError('MEDIA_SERVER_UNREACHABLE', { attempted: 'planning a run' });
  }
  const window = request.window === undefined ? undefined : parseWindow(request.window);
  const medium = await findMedium(tools.media, request.media);
  const given = acceptancesOf(request, medium);
  const packs = await findPacks(tools, request.packs);
  const isManual = request.mode === 'manual';
  const gathered = await gatherFrom(tools, request.pool, medium, !isManual);
  const accepted = [...given, ...standingAcceptances(tools.withoutSsh, gathered.evidence)];
  const guests = guestsOf(tools, gathered, request, request.by);
  const { pool, evidence, evacuation } = gathered;
  const only = request.only.map((name) => findHost(pool, name).uuid);
  const hosts = only.length === 0 ? {} : { hosts: only };
  const probes = await askBeforeRun(tools, request.pool, gathered.pool);
  const judged = judgePool({ medium, accepted, guests, packs, order: request.order, ...hosts, ...gathered, probes });
  const findings = isManual ? judged.filter(holdsInManualMode) : judged;
  const unused = unusedAcceptances(findings, given);
  const check = withUnused(toCheckReport(request.pool, medium.id, findings, request.fix ? fixes : []), unused);
  if (check.blocked) return { plan: null, check, text: [] };
  refuseUnused(unused);
  const { endpoints } = await tools.mediaServer.status();
  const plan = makePlan(pool, medium, {
    run,
    madeAt: tools.clock.now(),
    order: request.order,
    only: request.only,
    accepted,
    policies: tools.policies ?? usualPolicies,
    guests,
    rebootBy: isManual ? (request.rebootBy ?? 'person') : undefined,
    endpoints,
    fix: request.fix,
    fixes: plannedFixes(findings),
    emptyStorage: emptyStorageOf(gathered, medium),
    pifs: evidence.survey.known ? evidence.survey.value.pifs : undefined,
    sources: {
      survey: evidence.survey.known ? evidence.survey.value : undefined,
      evacuation,
      plugin: evidence.plugin,
    },
    packs: placePacks(packs, gathered),
    measured: measuredTimes(tools.earlierRuns?.() ?? [], pool.uuid),
    inventory: gathered.inventory.known ? gathered.inventory.value : undefined,
    soak: Math.round(request.soakMinutes * 60_000),
    pausePoints: request.approveEachHost ? ['before-host'] : [],
    retries: tools.retries,
    probes: probes.asked,
    ...(window === undefined ? {} : { window }),
  });
  const text = [...describePlan(plan), ...(plan.manual === undefined ? [] : [describeManual(plan.manual)])];
  if (window === undefined) return { plan, check, text };
  const fit = fitOf(plan, window, tools.clock.now());
  return { plan, check, text: [...text, ...describeFit(fit, window)], window: documentOf(fit, window) };
}

/** What is done once, before the first host and after the last, is small beside a host's turn, but for the way home. */
function fitOf(plan: Plan, window: Window, now: number): WindowFit {
  const all = plan.forecast.duration;
  const turns = plan.hosts.map(({ uuid, name, forecast: { duration } }) => ({
    ...{ uuid, name },
    duration: {
      least: duration.least + plan.soak,
      expected: duration.expected + plan.soak,
      most: duration.most + plan.soak,
    },
  }));
  const [last] = turns.slice(-1);
  if (last === undefined) return fitWindow(turns, window, now);
  const rest = (of: 'least' | 'expected' | 'most'): number =>
    all[of] - turns.slice(0, -1).reduce((sum, turn) => sum + turn.duration[of], 0);
  const withTheEnd = { least: rest('least'), expected: rest('expected'), most: rest('most') };
  return fitWindow([...turns.slice(0, -1), { ...last, duration: withTheEnd }], window, now);
}

function documentOf({ opening, turns, ...fit }: WindowFit, window: Window): WindowFitDocument {
  return {
    ...fit,
    window: describeWindow(window),
    opening: opening === null ? null : { ...opening },
    turns: turns.map((turn) => ({ ...turn })),
  };
}

async function gatherFrom(tools: PlanningTools, poolName: string, medium: Medium, asksHosts = true): Promise<Gathered> {
  const port = await tools.openPool(poolName);
  try {
    return await gather({
      port,
      clock: tools.clock,
      media: medium.id,
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

/** Told among the findings: an answer to nothing is a slip of the pen, or the sign of a finding that has gone. */
function withUnused(report: CheckReport, unused: readonly Acceptance[]): CheckReport {
  const told = unused.map(({ check, host }) => ({
    id: check,
    severity: 'notice' as const,
    subject: host,
    title: 'An acceptance answers a finding',
    reason: `The acceptance of ${check}@${host} answers nothing: ${check} has found nothing about ${host} that blocks.`,
    remedy: 'Look at the spelling of the host, or leave --accept out.',
    fixable: false,
  }));
  return { ...report, results: [...report.results, ...told] };
}

/** A plan holds what a person has answered; what answers nothing would be carried out in silence. */
function refuseUnused(unused: readonly Acceptance[]): void {
  if (unused.length === 0) return;
  throw new DrydockError('ACCEPTANCE_UNUSED', {
    attempted: 'planning a run',
    expected: 'acceptances of findings that block',
    found: unused.map(({ check, host }) => `${check}@${host}`).join(', '),
  });
}

function guestsOf(
  { vmPolicies = [] }: PlanningTools,
  { pool, evidence: { survey } }: Gathered,
  wishes: GuestWishes & { readonly pool: string },
  by: string,
): GuestPlan {
  const configured = vmPolicies.filter((policy) => policy.pool === wishes.pool);
  return resolveGuests(pool, survey.known ? survey.value : undefined, wishes, by, configured);
}

function findPacks({ media }: PlanningTools, named: readonly string[] = []): Promise<NamedPack[]> {
  return Promise.all(named.map((pack) => findPack(media, pack)));
}

type Probed = NonNullable<AssessmentInput['probes']>;

async function askBeforeRun({ probes }: PlanningTools, name: string, pool: PoolFacts): Promise<Probed> {
  const asked = probes?.of(name) ?? [];
  const context = { phase: 'before-run' as const, run: null, pool: { uuid: pool.uuid, name: pool.name }, host: null };
  return { asked, results: await askProbes(asked, probes?.run, context, new AbortController().signal) };
}

/** The licence agreement is accepted for the medium by a flag of its own, and stands in the report as every other acceptance. */
function acceptancesOf(request: Pick<CheckRequest, 'accept' | 'acceptEua'>, medium: Medium): Acceptance[] {
  const given = (request.accept ?? []).map(parseAcceptance);
  if (request.acceptEua !== true) return given;
  return [
    ...given,
    { check: licenceAgreement.id, host: medium.id, reason: 'the licence agreement was read (--accept-eua)' },
  ];
}

function emptyStorageOf({ pool, evidence }: Gathered, medium: Medium): ReadonlyMap<string, readonly string[]> {
  if (!evidence.survey.known) return new Map();
  const survey = evidence.survey.value;
  return new Map(pool.hosts.map((host) => [host.uuid, emptyStorage(host, pool, survey, medium)]));
}
