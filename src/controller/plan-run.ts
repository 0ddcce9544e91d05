/** From a request to a frozen plan: gather the facts, assess them, and plan only if nothing blocks. */
import type { CheckReport } from '../contract/checks.js';
import type { PlanRequest } from '../contract/control.js';
import type { MediaServerApi } from '../contract/media-server.js';
import type { Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { randomHex, systemRandomBytes, type RandomBytes } from '../shared/random-bytes.js';
import { parseAcceptance } from './assessments/acceptance.js';
import { assess, toCheckReport } from './assessments/assess.js';
import { gather, type Gathered } from './check/gather.js';
import type { EffectName } from './effects/effect.js';
import type { MediaAccess } from './media-access.js';
import { findMedium } from './medium-of.js';
import type { PoolPort } from './pool/pool-port.js';
import { makePlan } from './planning/make-plan.js';
import type { Medium } from './planning/medium.js';
import type { Acceptance, Plan } from './planning/plan.js';
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
const fixes: readonly EffectName[] = ['disable-ha', 'disable-wlb'];

/** Looks, judges, changes nothing. @throws POOL_UNKNOWN, POOL_UNREADABLE, MEDIA_NOT_FOUND_FOR_RUN */
export async function checkPool(
  tools: PlanningTools,
  request: { pool: string; media: string; accept?: readonly string[] },
): Promise<CheckReport> {
  const accepted = (request.accept ?? []).map(parseAcceptance);
  const medium = await findMedium(tools.media, request.media);
  const gathered = await gatherFrom(tools, request.pool, medium);
  return judge(request.pool, medium, gathered, accepted, []);
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
  const accepted = request.accept.map(parseAcceptance);
  const medium = await findMedium(tools.media, request.media);
  const gathered = await gatherFrom(tools, request.pool, medium);
  const check = judge(request.pool, medium, gathered, accepted, request.fix ? fixes : []);
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
    soak: Math.round(request.soakMinutes * 60_000),
    pausePoints: request.approveEachHost ? ['before-host'] : [],
  });
  return { plan, check, text: [...describePlan(plan)] };
}

async function gatherFrom(tools: PlanningTools, poolName: string, medium: Medium): Promise<Gathered> {
  const port = await tools.openPool(poolName);
  try {
    return await gather({
      port,
      media: medium.id,
      mediaServer: tools.mediaServer,
      label: randomHex(tools.random ?? systemRandomBytes, 6),
      signal: new AbortController().signal,
    });
  } finally {
    await port.close();
  }
}

function judge(
  pool: string,
  medium: Medium,
  gathered: Gathered,
  accepted: readonly Acceptance[],
  willBeFixed: readonly EffectName[],
): CheckReport {
  const findings = assess({ phase: 'before-run', medium, accepted, ...gathered });
  return toCheckReport(pool, medium.id, findings, willBeFixed);
}
