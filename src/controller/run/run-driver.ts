/** Drives one run in the controller process: keeps its loop going while it is open, and what its last turn saw. */
import type { Journal } from '../../journal/journal.js';
import { Bell } from '../../shared/bell.js';
import type { Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import { packImage } from '../packs/pack-image.js';
import { grantUrl } from '../base-url.js';
import type { MediaAccess } from '../media-access.js';
import type { MirrorAccess } from '../mirrors/mirror-access.js';
import { mirrorOfPlan, verifyingMedia } from '../mirrors/verifying-media.js';
import type { PoolPort } from '../pool/pool-port.js';
import type { ProbeRunner } from '../probes/probe.js';
import type { Plan } from '../planning/plan.js';
import type { HostShell } from '../shell/host-shell.js';
import { linkTo } from '../../shared/linked-signal.js';
import { fenceFormerHolder } from '../sharing/fence-former-holder.js';
import type { HeldLease } from '../sharing/kept-lease.js';
import type { Decision, TurnInput } from './decision.js';
import { FreshReading } from './fresh-reading.js';
import { insideToolsOf } from './inside-tools-of.js';
import { foldJournal, type Ledger } from './ledger.js';
import type { RunBounds } from './run-bounds.js';
import { runLoop } from './run-loop.js';
import type { LastTurn } from './run-status.js';

export interface DriverOptions {
  readonly plan: Plan;
  /** As who has the lease sees it. */
  readonly journal: Journal;
  readonly lease: HeldLease;
  readonly clock: Clock;
  readonly log: Logger;
  readonly media: MediaAccess;
  readonly mediaServer: MediaServerApi;
  readonly mirrors?: MirrorAccess | undefined;
  readonly dumpFolder: string;
  readonly paceFactor: number;
  readonly probe: ProbeRunner | undefined;
  /** @param mayAct see ConnectOptions */
  openPool(mayAct: () => void): Promise<PoolPort>;
  /** Undefined, or absent: SSH is not set up for the pool. */
  openShell?(): Promise<HostShell | undefined>;
  /** Called once, when the run is done or aborted. */
  onEnd(ledger: Ledger): Promise<void>;
  /** See RunLoopOptions.bounds. */
  bounds?(): RunBounds | undefined;
  /** Called after each decision. */
  onTurn?(input: TurnInput, decision: Decision): void;
}

export interface RunDriver {
  readonly lastTurn: LastTurn | undefined;
  /** Does it wait for a place that others have taken? */
  readonly isHeldBack: boolean;
  /** A person has given a command: look now. */
  wake(): void;
  /** Resolves when it turns no more: the run is over, the lease was lost, or it was stopped. */
  readonly ended: Promise<void>;
  /** Stops turning; the journal has all that a later process needs. */
  stop(): Promise<void>;
}

/** Before the loop is tried again after an error that nobody foresaw. */
const retryPause = 15_000;

export function driveRun(options: DriverOptions): RunDriver {
  const abort = new AbortController();
  const { lease } = options;
  linkTo(abort, [lease.signal]);
  let lastTurn: LastTurn | undefined;
  let isHeldBack = false;
  const bell = new Bell();

  const loop = async (): Promise<void> => {
    if (lease.epoch !== undefined) await fence();
    const reading = new FreshReading(options.clock);
    const pool = await options.openPool(() => {
      lease.mayAct();
      reading.mayAct();
    });
    try {
      const inside = await insideToolsOf({ ...options, run: options.plan.run });
      const ledger = await runLoop({
        run: options.plan.run,
        plan: options.plan,
        journal: options.journal,
        clock: options.clock,
        log: options.log,
        tools: {
          pool,
          mediaServer: options.mediaServer,
          clock: options.clock,
          signal: abort.signal,
          mirror: mirrorOfPlan(options.plan),
          verifyMedia: verifyingMedia(options, abort.signal),
          packImage: (media) => packImage(options.media, media),
          dumpFolder: options.dumpFolder,
          grantUrl: (grant) => grantUrl(options.mediaServer, grant),
          inside,
        },
        mayAct: () => lease.mayAct(),
        reading,
        observe: (reading) => pool.observe(abort.signal, reading),
        paceFactor: options.paceFactor,
        bounds: () => options.bounds?.(),
        ...(options.probe === undefined ? {} : { probe: options.probe }),
        onTurn: (input, decision) => {
          isHeldBack = decision.kind === 'wait' && input.bounds?.held !== undefined;
          const { pool } = input.observation;
          lastTurn = { decision, grants: input.grants ?? [], pool: pool.known ? pool.value : lastTurn?.pool };
          options.onTurn?.(input, decision);
        },
        bell,
      });
      await options.onEnd(ledger);
    } finally {
      await pool.close();
    }
  };

  const wait = (reason: string, deadline: number): void => {
    const decision: Decision = { kind: 'wait', for: 'machine', host: null, reason, deadline, pace: retryPause };
    lastTurn = { decision, grants: lastTurn?.grants ?? [] };
  };

  const fence = async (): Promise<void> => {
    await options.journal.refresh();
    const { epoch } = foldJournal(options.plan.run, options.journal.records(options.plan.run));
    await fenceFormerHolder({
      ...{ mediaServer: options.mediaServer, pool: options.plan.pool.uuid, epoch, clock: options.clock },
      ...{ signal: abort.signal, waiting: wait, late: (reason) => stopRun(options, reason) },
    });
  };

  const keepGoing = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      try {
        await loop();
        return;
      } catch (error) {
        if (isAborted(abort.signal)) return;
        if (passesByItself(error)) wait(describeCause(error), options.clock.now() + retryPause);
        else
          await report(options, error).catch((unkept: unknown) => {
            options.log.error({ run: options.plan.run, problem: describeCause(unkept) }, 'the stop could not be kept');
          });
        await bell.sleep(options.clock, retryPause, abort.signal).catch(() => undefined);
      }
    }
  };
  const ended = keepGoing();

  return {
    get lastTurn() {
      return lastTurn;
    },
    get isHeldBack() {
      return isHeldBack;
    },
    ended,
    wake: () => bell.ring(),
    stop: async () => {
      abort.abort(new Error('the controller stops'));
      await ended;
    },
  };
}

/** An error that no effect foresaw stops the run where it stands, once, with its text as the reason. */
async function report(options: DriverOptions, error: unknown): Promise<void> {
  options.log.error({ run: options.plan.run, problem: describeCause(error) }, 'run loop failed');
  await stopRun(options, `something unforeseen happened: ${describeCause(error)}`);
}

async function stopRun(options: DriverOptions, reason: string): Promise<void> {
  const ledger = foldJournal(options.plan.run, options.journal.records(options.plan.run));
  if (ledger.state !== 'running' && ledger.state !== 'undoing') return;
  const entry = { type: 'state', state: 'stopped', reason, detail: {} } as const;
  await options.journal.append(options.plan.run, options.clock.now(), entry);
}

/** The journal is away, or others wrote to it in between: nothing is wrong with the run, which looks again. */
function passesByItself(error: unknown): boolean {
  return error instanceof DrydockError && (error.code === 'JOURNAL_UNREACHABLE' || error.code === 'JOURNAL_MOVED_ON');
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
