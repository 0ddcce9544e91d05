/** From a request to a frozen plan: gather the facts, assess them, and plan only if nothing blocks. */
import type { CheckReport } from '../contract/checks.js';
import type { PlanRequest } from '../contract/control.js';
import type { MediaServerApi } from '../contract/media-server.js';
import type { Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { randomHex, systemRandomBytes, type RandomBytes } from '../shared/random-bytes.js';
import { parseAcceptance } from './assessments/acceptance.js';
import { toCheckReport } from './assessments/assess.js';
import type { Finding } from './assessments/finding.js';
import { emptyStorage } from './assessments/local-storage.js';
import { licenceAgreement } from './assessments/licence-agreement.js';
import { gather, type Gathered } from './check/gather.js';
import { judgePool } from './check/judge-pool.js';
import type { EffectName } from './effects/effect.js';
import { fixEffects } from './effects/fixes.js';
import type { MediaAccess } from './media-access.js';
import { findMedium } from './medium-of.js';
import type { PoolPort } from './pool/pool-port.js';
import { plannedFixes } from './planning/planned-fixes.js';
import { makePlan } from './planning/make-plan.js';
import type { Medium } from './planning/medium.js';
import type { Acceptance, Plan } from './planning/plan.js';
import { parseWindow } from './planning/window/parse-window.js';
import { describePlan } from './planning/describe-plan.js';

export interface PlanningTools {
  readonly media: MediaAccess;
  /** Undefined when `check` runs without a media server: then nobody can be asked to reach it. */
  readonly mediaServer: MediaServerApi | undefined;
  readonly clock: Clock;
  /** For the ids of probes; default: the machine's. */
  readonly random?: RandomBytes;
  openPool(name: string): Promise<PoolPort>;
}

/** The effects that the run does first when it was asked to fix what is in the way. */
const fixes: readonly EffectName[] = ['disable-ha', 'disable-wlb', ...fixEffects];

export interface CheckRequest {
  readonly pool: string;
  readonly media: string;
  readonly accept?: readonly string[];
  /** Shows what would still block a run that puts right what it can. */
  readonly fix?: boolean | undefined;
  /** The medium's licence agreement is accepted. */
  readonly acceptEua?: boolean | undefined;
}

/** Looks, judges, changes nothing. @throws POOL_UNKNOWN, POOL_UNREADABLE, MEDIA_NOT_FOUND_FOR_RUN */
export async function checkPool(tools: PlanningTools, request: CheckRequest): Promise<CheckReport> {
  const medium = await findMedium(tools.media, request.media);
  const accepted = acceptancesOf(request, medium);
  const gathered = await gatherFrom(tools, request.pool, medium);
  return toCheckReport(request.pool, medium.id, judge(medium, gathered, accepted), request.fix === true ? fixes : []);
}

export interface PlannedRun {
  /** Null when the assessments block. */
  readonly plan: Plan | null;
  readonly check: CheckReport;
  readonly text: string[];
}

export async function planRun(tools: PlanningTools, request: PlanRequest, run: string): Promise<PlannedRun> {
  if (tools.mediaServer === undefined) {
    throw new DrydockError('MEDIA_SERVER_UNREACHABLE', { attempted: 'planning a run' });
  }
  const medium = await findMedium(tools.media, request.media);
  const accepted = acceptancesOf(request, medium);
  const gathered = await gatherFrom(tools, request.pool, medium);
  const findings = judge(medium, gathered, accepted);
  const check = toCheckReport(request.pool, medium.id, findings, request.fix ? fixes : []);
  if (check.blocked) return { plan: null, check, text: [] };
  const { endpoints } = await tools.mediaServer.status();
  const plan = makePlan(gathered.pool, medium, {
    run,
    madeAt: tools.clock.now(),
    order: request.order,
    only: request.only,
    accepted,
    endpoints,
    fix: request.fix,
    fixes: plannedFixes(findings),
    emptyStorage: emptyStorageOf(gathered, medium),
    pifs: gathered.evidence.survey.known ? gathered.evidence.survey.value.pifs : undefined,
    soak: Math.round(request.soakMinutes * 60_000),
    pausePoints: request.approveEachHost ? ['before-host'] : [],
    ...(request.window === undefined ? {} : { window: parseWindow(request.window) }),
  });
  return { plan, check, text: [...describePlan(plan)] };
}

async function gatherFrom(tools: PlanningTools, poolName: string, medium: Medium): Promise<Gathered> {
  const port = await tools.openPool(poolName);
  try {
    return await gather({
      port,
      clock: tools.clock,
      media: medium.id,
      mediaAccess: tools.media,
      mediaServer: tools.mediaServer,
      label: randomHex(tools.random ?? systemRandomBytes, 6),
      signal: new AbortController().signal,
    });
  } finally {
    await port.close();
  }
}

function judge(medium: Medium, gathered: Gathered, accepted: readonly Acceptance[]): readonly Finding[] {
  return judgePool({ medium, accepted, ...gathered });
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
