/** The shape of every effect: what must be true before, the act, how facts confirm it, how long it may take, its undo. */
import type { PoolFacts } from '../facts/pool-facts.js';
import type { PoolPort } from '../pool/pool-port.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import type { Grant } from '../../contract/grants.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';

/** What an effect is about: nothing (the pool), a host, a VM … as uuid. */
export interface EffectRequest {
  readonly effect: EffectName;
  readonly key: string;
  /** Everything the act needs, journalled with the intent; no secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export const effectNames = [
  'claim-pool',
  'dump-database',
  'disable-ha',
  'disable-wlb',
  'disable-host',
  'evacuate-host',
  'open-staging-grant',
  'test-url',
  'stage-host',
  'close-grant',
  'verify-media',
  'arm-grant',
  'reboot-host',
  'end-grant',
  'plug-storage',
  'enable-host',
  'move-vm-home',
  'restore-wlb',
  'restore-ha',
  'release-claim',
] as const;
export type EffectName = (typeof effectNames)[number];

/** What acts may use; decisions get none of it. */
export interface EffectTools {
  readonly pool: PoolPort;
  readonly mediaServer: MediaServerApi;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Re-hashes the medium. @throws MEDIA_DAMAGED */
  verifyMedia(media: string): Promise<void>;
  /** Where database dumps go. */
  readonly dumpFolder: string;
  /** The base URL for a host, made of an advertised endpoint and the grant's path. */
  grantUrl(grant: Grant): Promise<string>;
}

/** What confirmation may look at. */
export interface EffectView {
  readonly pool: PoolFacts | undefined;
  readonly grants: readonly Grant[];
  /** The task the act returned, as read this turn; undefined when it is gone or there was none. */
  readonly task: import('../facts/pool-facts.js').TaskFacts | undefined;
  readonly now: Milliseconds;
  readonly actedAt: Milliseconds | null;
  readonly intendedAt: Milliseconds;
}

export type Confirmation =
  | { readonly verdict: 'confirmed'; readonly detail?: Readonly<Record<string, unknown>> }
  | { readonly verdict: 'not-yet'; readonly reason: string }
  | { readonly verdict: 'failed'; readonly reason: string };

export interface Effect {
  readonly name: EffectName;
  /** In words, for a person: "evacuate host xs-2". */
  describe(request: EffectRequest): string;
  /** Why it must not be done now; undefined when it may. Looked at immediately before the act. */
  refuses(request: EffectRequest, view: EffectView): string | undefined;
  act(request: EffectRequest, tools: EffectTools): Promise<{ handle: string | null; detail?: Readonly<Record<string, unknown>> }>;
  confirm(request: EffectRequest, view: EffectView): Confirmation;
  /** The longest it may take from intent to confirmation. */
  readonly deadline: Milliseconds;
  /** May it be done again when nobody knows whether it was done? The reason stands in each effect's file. */
  readonly repeatable: boolean;
}
