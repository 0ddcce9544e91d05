/**
 * Carries out one decision: the only place where a run touches the world and its journal. An effect is written down before
 * it acts, after it has returned, and when facts have confirmed it; a crash between any two of these loses nothing.
 */
import type { Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { ErrorCode } from '../../shared/errors/registry.js';
import type { Grant } from '../../contract/grants.js';
import type { AppendCondition, Journal, JournalEntry } from '../../journal/journal.js';
import { effects } from '../effects/registry.js';
import type { Effect, EffectRequest, EffectTools } from '../effects/effect.js';
import type { Observation, Reading } from '../facts/pool-facts.js';
import { whyNotOurs, type ClaimReader } from '../ownership/reread-claim.js';
import type { Decision } from './decision.js';
import type { FreshReading } from './fresh-reading.js';

/** Where a simulated crash may strike: before and after each record, and around each act. */
export type Boundary = 'before-intent' | 'after-intent' | 'after-act' | 'after-outcome';

export interface Surroundings {
  readonly run: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly tools: EffectTools;
  /** Asked immediately before an act. @throws LEASE_LOST */
  mayAct?(): void;
  observe(reading: Reading): Promise<Observation>;
  /** What keeps a call back whose reading has become too old; the pool's connection asks it. */
  readonly reading?: FreshReading | undefined;
  /** Called at each journal boundary; a test makes it throw. Nothing in production. */
  reached?(boundary: Boundary, effect: string): void;
}

/** By which recovery tells what was not even tried from what nobody knows of. */
const notBegunDetail = { begun: false } as const;

type Begin = Extract<Decision, { kind: 'begin' }>;
type Recorded = Extract<Decision, { kind: 'begin' | 'conclude' | 'note' | 'state' }>;

/** @param condition of a note or a state. @throws JOURNAL_MOVED_ON, LEASE_LOST, JOURNAL_UNREACHABLE */
export async function carryOut(
  decision: Recorded,
  around: Surroundings,
  condition: AppendCondition = {},
): Promise<void> {
  switch (decision.kind) {
    case 'begin':
      return carryOutEffect(decision, around);
    case 'conclude': {
      const { request, attempt } = decision.attempt;
      await write(around, {
        type: 'outcome',
        effect: request.effect,
        key: request.key,
        attempt,
        result: decision.result,
        reason: decision.reason,
        detail: decision.detail,
      });
      around.reached?.('after-outcome', request.effect);
      return;
    }
    case 'note':
      await write(
        around,
        { type: 'noted', what: decision.what, key: decision.key, detail: decision.detail },
        condition,
      );
      return;
    case 'state':
      await write(
        around,
        { type: 'state', state: decision.state, reason: decision.reason, detail: decision.detail },
        condition,
      );
      return;
  }
}

async function carryOutEffect({ request, attempt }: Begin, around: Surroundings): Promise<void> {
  const effect = effects[request.effect];
  const identity = { effect: request.effect, key: request.key, attempt };
  around.reached?.('before-intent', request.effect);
  await write(around, { type: 'intent', ...identity, detail: request.detail });
  around.reached?.('after-intent', request.effect);
  const intendedAt = around.clock.now();
  const notBegun = (reason: string): Promise<void> =>
    write(around, {
      type: 'outcome',
      ...identity,
      result: 'unknown',
      reason: `not begun: ${reason}`,
      detail: notBegunDetail,
    });
  const others = await whyNotOurs(request.effect, readerOf(around));
  const look: Look = others === undefined ? await lastLook(request, around, intendedAt) : { refusal: others };
  if (look.refusal !== undefined) return notBegun(look.refusal);
  around.mayAct?.();
  const acted = await actOn(look, effect, request, around);
  if (acted.verdict === 'not-sent') return notBegun(acted.reason);
  if (acted.verdict === 'failed') {
    await write(around, { type: 'outcome', ...identity, result: 'failed', reason: acted.reason, detail: acted.detail });
    return;
  }
  around.reached?.('after-act', request.effect);
  if (acted.verdict === 'done') await write(around, { type: 'acted', ...identity, handle: acted.handle });
}

function readerOf({ run, clock, tools }: Surroundings): ClaimReader {
  return { run, clock, pool: tools.pool, signal: tools.signal };
}

/** The world may have changed since the decision: one more reading, at most seconds old, immediately before the act. */
async function lastLook(request: EffectRequest, around: Surroundings, intendedAt: number): Promise<Look> {
  const effect = effects[request.effect];
  if (effect.looksAgain !== true) return {};
  const observation = await around.observe('afresh');
  let grants: readonly Grant[];
  try {
    grants = await around.tools.mediaServer.grants({ run: around.run });
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { refusal: `the media server does not answer (${error.code})` };
  }
  const refusal = effect.refuses(request, {
    pool: observation.pool.known ? observation.pool.value : undefined,
    grants: grants.filter((grant) => grant.run === around.run),
    task: undefined,
    now: around.clock.now(),
    intendedAt,
    actedAt: null,
  });
  return { refusal, readAt: observation.pool.known ? observation.pool.value.readAt : undefined };
}

interface Look {
  readonly refusal?: string | undefined;
  /** Of the reading, where one was made. */
  readonly readAt?: number | undefined;
}

function actOn({ readAt }: Look, effect: Effect, request: EffectRequest, around: Surroundings): Promise<Acted> {
  const doIt = (): Promise<Acted> => act(around, () => effect.act(request, around.tools));
  const { reading } = around;
  if (effect.onFreshReading !== true || readAt === undefined || reading === undefined) return doIt();
  return reading.during(readAt, doIt);
}

type Acted =
  | { readonly verdict: 'done'; readonly handle: string | null }
  | { readonly verdict: 'failed'; readonly reason: string; readonly detail: Readonly<Record<string, unknown>> }
  | { readonly verdict: 'not-sent'; readonly reason: string }
  | { readonly verdict: 'unknown' };

/** Errors after which nobody knows whether the act was done, or that pass by themselves; the facts will tell. */
const unknownOutcomes: ReadonlySet<string> = new Set([
  'XAPI_OUTCOME_UNKNOWN',
  'XAPI_SESSION_LOST',
  'XAPI_UNREACHABLE',
  'XAPI_NOT_READY',
  'XAPI_REPLY_LOST',
  'XAPI_REPLY_INVALID',
  'MEDIA_SERVER_UNREACHABLE',
  // While the package is upgraded, until the controller is restarted, too.
  'MEDIA_SERVER_OTHER_VERSION',
  'DEADLINE_PASSED',
] satisfies ErrorCode[]);

/** Answers of a pool that is still starting or busy with the same thing: asked again, they change (xapi.md 1.4). */
const passing: ReadonlySet<unknown> = new Set([
  'HOST_STILL_BOOTING',
  'OTHER_OPERATION_IN_PROGRESS',
  'CANNOT_CONTACT_HOST',
  'HOST_OFFLINE',
]);

async function act(around: Surroundings, doIt: () => Promise<{ handle: string | null }>): Promise<Acted> {
  try {
    const { handle } = await doIt();
    return { verdict: 'done', handle };
  } catch (error) {
    if (around.tools.signal.aborted) throw error;
    if (!(error instanceof DrydockError) || error.code === 'LEASE_LOST') throw error;
    if (error.code === 'READING_TOO_OLD') return { verdict: 'not-sent', reason: describeCause(error) };
    if (unknownOutcomes.has(error.code) || passing.has(error.details.data?.['code'])) return { verdict: 'unknown' };
    return { verdict: 'failed', reason: describeCause(error), detail: { error: error.toJSON() } };
  }
}

/** Nothing may follow from a record before it is durable. */
async function write(around: Surroundings, entry: JournalEntry, condition?: AppendCondition): Promise<void> {
  await around.journal.append(around.run, around.clock.now(), entry, condition);
}
