/** The shape of every effect: when it may be done, the act, how facts confirm it, how long it may take, whether it may be done twice. */
import type { Grant } from '../../contract/grants.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import type { Mirror } from '../../contract/mirror.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import type { PoolFacts, TaskFacts } from '../facts/pool-facts.js';
import type { MediumImage } from '../../media/image/image-of-medium.js';
import type { UpdateFacts } from '../pool/pool-packs.js';
import type { PoolPort } from '../pool/pool-port.js';
import type { RetryClass } from './retry-class.js';
import type { InsideTools } from './inside-tools.js';

export const effectNames = [
  'claim-pool',
  'raise-epoch',
  'dump-database',
  'disable-ha',
  'disable-wlb',
  'end-maintenance',
  'attach-storage',
  'turn-autostart-off',
  'eject-disc',
  'disable-legacy-tls',
  'end-health-check',
  'clear-power-on',
  'disable-host',
  'stop-vm',
  'hard-stop-vm',
  'suspend-vm',
  'evacuate-host',
  'open-staging-grant',
  'test-url',
  'stage-host',
  'close-grant',
  'read-staged-entry',
  'verify-media',
  'recheck-disks',
  'arm-grant',
  'reboot-host',
  'end-grant',
  'remove-staged-entry',
  'fetch-installer-log',
  'plug-storage',
  'upload-pack',
  'apply-pack',
  'restart-host',
  'restart-toolstack',
  'enable-host',
  'start-vm',
  'resume-vm',
  'move-vm-home',
  'restore-autostart',
  'insert-disc',
  'begin-maintenance',
  'restore-wlb',
  'restore-ha',
  'restore-ha-failures',
  'clean-pack',
  'release-claim',
] as const;
export type EffectName = (typeof effectNames)[number];

/** One thing to do. `key` is what it is about (a host's, VM's or pool's uuid); `detail` is journalled with the intent. */
export interface EffectRequest {
  readonly effect: EffectName;
  readonly key: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What acts may use; decisions get none of it. */
export interface EffectTools {
  readonly pool: PoolPort;
  readonly mediaServer: MediaServerApi;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Where the hosts of the run read; absent: at the media server. */
  readonly mirror?: Mirror | undefined;
  /** Re-hashes the medium, and looks at the mirror of the run. @throws MEDIA_DAMAGED, MIRROR_DIFFERS … */
  verifyMedia(media: string): Promise<void>;
  /** The image of a pack in the store, for a pool. @throws MEDIA_NOT_FOUND_FOR_RUN */
  packImage(media: string): Promise<MediumImage>;
  /** Where database dumps go; a folder that only the controller's user may read. */
  readonly dumpFolder: string;
  /** The address a host is given for a grant: an advertised endpoint and the grant's path. */
  grantUrl(grant: Grant): Promise<string>;
  /** Absent where SSH is not set up for the pool. */
  readonly inside?: InsideTools | undefined;
}

/** What the world looks like to an effect that is about to be done, or was. */
export interface EffectView {
  /** Undefined while the pool cannot be read: its coordinator is rebooting, for one. */
  readonly pool: PoolFacts | undefined;
  readonly grants: readonly Grant[];
  /** What the pool knows of packs; undefined where it was not asked, or did not answer. */
  readonly packs?: readonly UpdateFacts[] | undefined;
  /** The task that the act gave, as read this turn; undefined when it is gone or there was none. */
  readonly task: TaskFacts | undefined;
  readonly now: Milliseconds;
  readonly intendedAt: Milliseconds;
  /** Null when nobody knows whether the act was done: the controller died in between, or the reply was lost. */
  readonly actedAt: Milliseconds | null;
  /** It is certain that the act was not begun: the last look before it refused, or its call was not sent. */
  readonly notBegun?: true;
}

export type Confirmation =
  | { readonly verdict: 'confirmed'; readonly detail?: Readonly<Record<string, unknown>> }
  | { readonly verdict: 'not-yet'; readonly reason: string }
  | { readonly verdict: 'failed'; readonly reason: string };

export interface ActResult {
  /** A task to look at until it ends; null when the act is complete in itself. */
  readonly handle: string | null;
}

export interface Effect {
  readonly name: EffectName;
  /** In words, for a person: "evacuate xs-2". */
  describe(request: EffectRequest): string;
  /** Why it must not be done now; undefined when it may. Looked at before the intent and, on a fresh reading, again before the act. */
  refuses(request: EffectRequest, view: EffectView): string | undefined;
  act(request: EffectRequest, tools: EffectTools): Promise<ActResult>;
  confirm(request: EffectRequest, view: EffectView): Confirmation;
  /** Set where the precondition is looked at once more, on a reading taken after the intent: what leads to a reboot. */
  readonly looksAgain?: true;
  /** Its call is not even sent on a reading that has become older than {@link freshness} meanwhile. */
  readonly onFreshReading?: true;
  /** The longest from intent to confirmation. */
  readonly deadline: Milliseconds;
  /** May it be done again, without a person, when nobody knows whether it was done? retry-class.ts decides by it. */
  readonly retry: RetryClass;
}

export const seconds = 1000;
export const minutes = 60 * seconds;

export const confirmed: Confirmation = { verdict: 'confirmed' };

export function notYet(reason: string): Confirmation {
  return { verdict: 'not-yet', reason };
}

export function failed(reason: string): Confirmation {
  return { verdict: 'failed', reason };
}

/** For acts that are complete when they return: what was asked for is so, unless facts say otherwise. */
export function nothing(): undefined {
  return undefined;
}

/** For acts that are complete when they return, and of which no reading of a turn tells. */
export function actWasDone(view: EffectView): Confirmation {
  return view.actedAt === null ? failed('the answer was lost') : confirmed;
}
