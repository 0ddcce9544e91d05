/** From a request to a frozen plan: the pool is examined, and planned for only if nothing blocks. */
import type { CheckReport } from '../contract/checks.js';
import type { PlanRequest } from '../contract/control.js';
import type { Endpoint } from '../contract/media-server.js';
import type { WindowFitDocument } from '../contract/window-fit.js';
import { shownBy } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { emptyStorage } from './assessments/local-storage.js';
import { examinePool, type Examination } from './check/examine-pool.js';
import type { Gathered } from './check/gather.js';
import { refuseUnused } from './check/given-acceptances.js';
import { describeManual } from './manual/manual-plan.js';
import type { PlannedMirror } from './mirrors/planned-mirror.js';
import { placePacks } from './packs/place-packs.js';
import { describePlan } from './planning/describe-plan.js';
import { makePlan } from './planning/make-plan.js';
import { measuredTimes } from './planning/measured-times.js';
import type { Medium } from './planning/medium.js';
import type { Plan } from './planning/plan.js';
import { plannedFixes } from './planning/planned-fixes.js';
import { usualPolicies } from './planning/policies.js';
import { describeFit } from './planning/window/describe-fit.js';
import { parseWindow } from './planning/window/parse-window.js';
import { fitDocument, fitPlan } from './planning/window/plan-fit.js';
import type { Window } from './planning/window/window.js';
import type { PlanningTools } from './planning-tools.js';

export interface PlannedRun {
  /** Null when the assessments block. */
  readonly plan: Plan | null;
  readonly check: CheckReport;
  readonly text: string[];
  readonly window?: WindowFitDocument;
}

/** @throws as {@link examinePool}; MEDIA_SERVER_UNREACHABLE, WINDOW_INVALID, ACCEPTANCE_UNUSED */
export async function planRun(tools: PlanningTools, request: PlanRequest, run: string): Promise<PlannedRun> {
  if (tools.mediaServer === undefined) {
    throw new DrydockError('MEDIA_SERVER_UNREACHABLE', { attempted: 'planning a run' });
  }
  const window = request.window === undefined ? undefined : parseWindow(request.window);
  const examination = await examinePool(tools, request);
  const check = examination.report;
  if (check.blocked) return { plan: null, check, text: [] };
  refuseUnused(examination.unused);
  const { endpoints } = await tools.mediaServer.status();
  const plan = planFrom(examination, { tools, request, run, window, endpoints });
  const text = [...describePlan(plan), ...(plan.manual === undefined ? [] : [describeManual(plan.manual)])];
  if (window === undefined) return { plan, check, text };
  const fit = fitPlan(plan, window, shownBy(tools.clock));
  return { plan, check, text: [...text, ...describeFit(fit, window)], window: fitDocument(fit, window) };
}

interface Wanted {
  readonly tools: PlanningTools;
  readonly request: PlanRequest;
  readonly run: string;
  readonly window: Window | undefined;
  readonly endpoints: readonly Endpoint[];
}

function planFrom(examination: Examination, { tools, request, run, window, endpoints }: Wanted): Plan {
  const { medium, packs, gathered, guests, probes, accepted, findings } = examination;
  const { pool, evidence, evacuation, inventory } = gathered;
  const survey = evidence.survey.known ? evidence.survey.value : undefined;
  return makePlan(pool, medium, {
    run,
    madeAt: tools.clock.now(),
    order: request.order,
    only: request.only,
    accepted,
    policies: tools.policies ?? usualPolicies,
    guests,
    rebootBy: request.mode === 'manual' ? (request.rebootBy ?? 'person') : undefined,
    endpoints,
    mirror: mirrorOf(gathered),
    fix: request.fix,
    fixes: plannedFixes(findings),
    emptyStorage: emptyStorageOf(gathered, medium),
    pifs: survey?.pifs,
    sources: { survey, evacuation, plugin: evidence.plugin },
    packs: placePacks(packs, gathered),
    measured: measuredTimes(tools.earlierRuns?.() ?? [], pool.uuid),
    inventory: inventory.known ? inventory.value : undefined,
    soak: Math.round(request.soakMinutes * 60_000),
    pausePoints: request.approveEachHost ? ['before-host'] : [],
    retries: tools.retries,
    probes: probes.asked,
    ...(window === undefined ? {} : { window }),
  });
}

/** Without a proof the check has blocked. */
function mirrorOf({ evidence: { mirrored } }: Gathered): PlannedMirror | undefined {
  if (mirrored?.proof.kind !== 'proven') return undefined;
  return { ...mirrored.mirror, provenAt: mirrored.proof.at };
}

function emptyStorageOf({ pool, evidence }: Gathered, medium: Medium): ReadonlyMap<string, readonly string[]> {
  if (!evidence.survey.known) return new Map();
  const survey = evidence.survey.value;
  return new Map(pool.hosts.map((host) => [host.uuid, emptyStorage(host, pool, survey, medium)]));
}
