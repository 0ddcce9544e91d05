/** The one shape of every way to tell people: given an event, says whether it was taken, may be tried again, or never will be. */
import { isOfRollout, type ToldEvent } from './rollout-event.js';
import { isAtLeast, type EventSeverity } from './run-event.js';

export type Delivery =
  /** `answer`: what came back, for `drydock notify test`. */
  | { readonly kind: 'taken'; readonly answer: string }
  /** `after`: milliseconds that the receiver asks for. */
  | { readonly kind: 'again'; readonly reason: string; readonly after?: number | undefined }
  /** The receiver understood and will not have this one: sending it again is no use. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface Channel {
  /** As configured, unique. */
  readonly name: string;
  readonly kind: 'webhook' | 'mail' | 'pool-message' | 'heartbeat';
  /** The least severity that is told. */
  readonly severity: EventSeverity;
  /** Names under which pools were added; empty: all. */
  readonly pools: readonly string[];
  /** Where it goes, without anything secret. */
  readonly destination: string;
  /** Ends with its signal at the latest. What it throws counts as "again". */
  send(event: ToldEvent, signal: AbortSignal): Promise<Delivery>;
}

export function wants(channel: Pick<Channel, 'kind' | 'severity' | 'pools'>, event: ToldEvent): boolean {
  const about = isOfRollout(event) ? event.pools : [event.pool.knownAs];
  // A message stands at a pool; a rollout is of none.
  if (isOfRollout(event) && channel.kind === 'pool-message') return false;
  const pool = channel.pools.length === 0 || about.some((name) => channel.pools.includes(name));
  return pool && isAtLeast(event.severity, channel.severity);
}
