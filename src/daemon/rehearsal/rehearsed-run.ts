/**
 * One rehearsed run: the controller's own planning and loop, a media server and the twin of the pool, in this process and
 * on a clock of its own. Journal, grants and dumps are in memory or in a folder that goes with it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanRequest } from '../../contract/control.js';
import type { RunStatus } from '../../contract/run-status.js';
import { grantUrl } from '../../controller/base-url.js';
import type { MediaAccess } from '../../controller/media-access.js';
import { planRun, type PlannedRun } from '../../controller/plan-run.js';
import type { PlanningTools } from '../../controller/planning-tools.js';
import type { Plan } from '../../controller/planning/plan.js';
import { foldJournal, type Ledger } from '../../controller/run/ledger.js';
import { checkCommand } from '../../controller/run/commands.js';
import { runLoop } from '../../controller/run/run-loop.js';
import { runStatus, type LastTurn } from '../../controller/run/run-status.js';
import { createMemoryJournal } from '../../journal/memory-journal.js';
import type { Medium } from '../../media/catalogue.js';
import { createInProcessMediaServer, type InProcessMediaServer } from '../../servers/in-process.js';
import { silentLogger } from '../../shared/logger.js';
import type { RandomBytes } from '../../shared/random-bytes.js';
import { VirtualClock } from '../../shared/virtual-clock.js';
import type { Fault } from '../../simulator/faults/fault.js';
import { evacuationRoom, type EvacuationRoom } from '../../simulator/planner/evacuation-room.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';
import { seededRandom } from '../../simulator/state/random.js';
import type { PoolRecords } from '../../simulator/twin/pool-records.js';
import { createTwin } from '../../simulator/twin/twin-pool.js';
import { rehearsedPerson } from './rehearsed-person.js';
import { manifestMedia } from './manifest-media.js';
import { inProcessPort } from './in-process-port.js';
import { packImageOfTwin, type RehearsedPacks } from './pack-of-twin.js';

export interface RehearsedRunOptions {
  readonly records: PoolRecords;
  readonly medium: Medium;
  readonly packs: RehearsedPacks;
  readonly hardware: MediaAccess['hardware'];
  readonly request: PlanRequest;
  /** From the configuration, as a plan of the controller has them. */
  readonly vmPolicies: NonNullable<PlanningTools['vmPolicies']>;
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly signal: AbortSignal;
}

export interface RehearsedRun {
  readonly planned: PlannedRun;
  /** Null when the assessments block: nothing was run. */
  readonly ended: EndedRun | null;
  readonly twin: SimulatedPool;
}

export interface EndedRun {
  readonly plan: Plan;
  readonly status: RunStatus;
  readonly ledger: Ledger;
  /** By uuid of the host, at the moment its evacuation began. */
  readonly rooms: ReadonlyMap<string, EvacuationRoom>;
  /** How often a pause point was passed. */
  readonly approvals: number;
}

/** An address of RFC 5737: hosts of a rehearsal are given one, and nobody connects to it. */
const endpoints = [{ protocol: 'http', address: '192.0.2.1', port: 8080 }] as const;

/** Every ten seconds in place of two: a whole upgrade then takes seconds here, and a host's time is right to a minute. */
const looksLessOften = 5;

const run = 'rehearsal';
const password = 'rehearsal';

/** The run waits for a person in a way that only a real person can end. */
class WaitsForPerson extends Error {}

/** @throws what planning throws for wrong options; POOL_RECORDS_INVALID, TWIN_RELEASE_UNKNOWN */
export async function rehearseOnce(options: RehearsedRunOptions): Promise<RehearsedRun> {
  const clock = new VirtualClock(options.records.readAt, { isolated: true });
  const { medium } = options;
  const random = seededRandom(options.seed).bytes;
  const server = createInProcessMediaServer({
    catalogue: {
      list: () => Promise.resolve([medium.manifest.id]),
      open: (id) => Promise.resolve(id === medium.manifest.id ? medium : undefined),
    },
    clock,
    endpoints,
    random,
  });
  const { records, seed, faults } = options;
  const media = manifestMedia(() => server, medium);
  const twin = createTwin({ records, seed, faults, clock, media, password });
  const folder = await mkdtemp(join(tmpdir(), 'drydock-rehearsal-'));
  try {
    const planned = await clock.runUntil(
      planRun(planningTools(options, { server, clock, twin, random }), options.request, run),
    );
    if (planned.plan === null) return { planned, ended: null, twin };
    const ended = await upgrade(options, planned.plan, { clock, server, twin, folder });
    return { planned, ended, twin };
  } finally {
    await clock.runUntil(twin.stop());
    await rm(folder, { recursive: true, force: true });
  }
}

interface Stage {
  readonly clock: VirtualClock;
  readonly server: InProcessMediaServer;
  readonly twin: SimulatedPool;
  readonly folder: string;
}

async function upgrade({ request, packs, signal }: RehearsedRunOptions, plan: Plan, stage: Stage): Promise<EndedRun> {
  const { clock, server, twin, folder } = stage;
  const journal = createMemoryJournal();
  const ledger = (): Ledger => foldJournal(run, journal.records(run));
  const command = (name: 'start' | 'approve'): void => {
    const detail = checkCommand(plan, ledger(), { command: name, by: request.by });
    journal.appendNow(run, clock.now(), { type: 'command', command: name, by: request.by, detail });
  };
  const rooms = new Map<string, EvacuationRoom>();
  twin.onEvent(({ event, host }) => {
    if (event === 'evacuation-began' && host !== null && !rooms.has(host))
      rooms.set(host, evacuationRoom(twin.world.state, twin.host(host)));
  });
  journal.appendNow(run, clock.now(), { type: 'planned', pool: request.pool, plan });
  command('start');
  journal.appendNow(run, clock.now(), { type: 'started', epoch: 1, by: request.by });
  let last: LastTurn | undefined;
  let approvals = 0;
  const person = rehearsedPerson(twin, () => command('approve'));
  const pool = inProcessPort(twin, clock);
  const ending = new AbortController();
  const loop = runLoop({
    ...{ run, plan, journal, clock, log: silentLogger },
    tools: {
      ...{ pool, mediaServer: server.api, clock, signal: ending.signal, dumpFolder: folder },
      // Proven when it was imported; `media verify` reads it again.
      verifyMedia: () => Promise.resolve(),
      packImage: (id) => Promise.resolve(packImageOfTwin(packs, id)),
      grantUrl: (grant) => grantUrl(server.api, grant),
    },
    observe: (reading) => pool.observe(ending.signal, reading),
    paceFactor: looksLessOften,
    onTurn: (input, decision) => {
      signal.throwIfAborted();
      last = { decision, grants: input.grants ?? [] };
      if (decision.kind !== 'wait' || decision.for !== 'person') return;
      if (input.ledger.state !== 'running') throw new WaitsForPerson();
      if (decision.host !== null && person.goTo(input, decision.host)) return;
      approvals++;
      command('approve');
    },
  });
  try {
    await clock.runUntil(loop);
  } catch (error) {
    if (!(error instanceof WaitsForPerson)) throw error;
  } finally {
    ending.abort(new Error('the rehearsal is over'));
  }
  return { plan, ledger: ledger(), status: runStatus(plan, ledger(), last), rooms, approvals };
}

function planningTools(
  { medium, packs, hardware, vmPolicies }: RehearsedRunOptions,
  { clock, server, twin, random }: Pick<Stage, 'clock' | 'server' | 'twin'> & { readonly random: RandomBytes },
): PlanningTools {
  return {
    media: {
      open: (id) => Promise.resolve(packs.get(id) ?? medium),
      verify: () => Promise.resolve(),
      markInUse: () => Promise.resolve(),
      unmarkInUse: () => Promise.resolve(),
      marks: () => Promise.resolve([]),
      hardware,
    },
    mediaServer: server.api,
    vmPolicies,
    clock,
    random,
    openPool: () => Promise.resolve(inProcessPort(twin, clock)),
  };
}
