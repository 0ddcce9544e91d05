/** Takes the events of one channel out of the outbox, in their order, and sends each until it is taken or given up. */
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { after } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import { linkTo } from '../../shared/linked-signal.js';
import type { Logger } from '../../shared/logger.js';
import type { RandomBytes } from '../../shared/random-bytes.js';
import { withoutSecrets } from '../report/without-secrets.js';
import type { Channel, Delivery } from './channel.js';
import type { Outbox, Waiting } from './outbox.js';
import { retryPause } from './retry-pause.js';
import type { ToldEvent } from './rollout-event.js';

export interface DeliverOptions {
  readonly channel: Channel;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** How long an event is tried before it is lost. */
  readonly giveUpAfter: Milliseconds;
  /** How long one attempt may take. */
  readonly attemptDeadline?: Milliseconds;
  /** Resolves when something was put into the outbox. */
  added(): Promise<void>;
}

const usualDeadline = 20_000;

/** Ends when its signal is aborted; nothing that a receiver does ends it. */
export async function deliver(options: DeliverOptions): Promise<void> {
  const { channel, outbox, clock, log, signal } = options;
  while (!signal.aborted) {
    try {
      const waiting = outbox.next(channel.name);
      if (waiting === undefined) await options.added();
      else await deliverOne(options, waiting);
    } catch (error) {
      if (isAborted(signal)) return;
      // The outbox itself: a full disk. The run must not end by it.
      log.error({ channel: channel.name, problem: describeCause(error) }, 'notifications cannot be kept');
      await clock.sleep(10_000, signal).catch(() => undefined);
    }
  }
}

async function deliverOne(options: DeliverOptions, waiting: Waiting): Promise<void> {
  const { channel, outbox, clock, log, signal } = options;
  const { event } = waiting;
  const pause = Math.max(0, waiting.dueAt - clock.now());
  if (pause > 0) await clock.sleep(pause, signal);
  const delivery = await attempt(channel, event, options);
  if (isAborted(signal)) return;
  const about = { channel: channel.name, event: event.id };
  const now = clock.now();
  if (delivery.kind === 'taken') {
    outbox.taken(channel.name, event.id);
    log.info({ ...about, kind: event.kind }, 'notification sent');
    return;
  }
  const reason = withoutSecrets(delivery.reason);
  if (delivery.kind === 'refused' || now - waiting.addedAt >= options.giveUpAfter) {
    outbox.lost(channel.name, event.id, now, `"${event.title}" was given up: ${reason}`);
    log.error({ ...about, reason }, 'notification lost');
    return;
  }
  const [draw = 0] = options.random(1);
  const dueAt = now + retryPause(waiting.attempts + 1, delivery.after, draw / 255);
  outbox.failed(channel.name, event.id, { at: now, dueAt, reason });
  log.warn({ ...about, reason, attempts: waiting.attempts + 1 }, 'notification not taken');
}

/** One attempt with its deadline; never throws. */
export async function attempt(
  channel: Channel,
  event: ToldEvent,
  options: Pick<DeliverOptions, 'clock' | 'signal' | 'attemptDeadline'>,
): Promise<Delivery> {
  const deadline = options.attemptDeadline ?? usualDeadline;
  const abort = new AbortController();
  const release = linkTo(abort, [options.signal]);
  const late = `no answer within ${Math.round(deadline / 1000)} s`;
  const cancel = after(options.clock, deadline, () => abort.abort(new Error(late)));
  try {
    return await orAborted(channel.send(event, abort.signal), abort.signal);
  } catch (error) {
    return { kind: 'again', reason: describeCause(error) };
  } finally {
    cancel();
    release();
  }
}

/** A channel that does not heed its signal does not hold up the others of the same kind. */
async function orAborted(work: Promise<Delivery>, signal: AbortSignal): Promise<Delivery> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    work.then(resolve, reject);
  });
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
