/** What is gathered once, before a run: too much to read at each turn, and asked of the hosts themselves. */
import type { Mirror } from '../../contract/mirror.js';
import type { MediumHardware } from '../../media/hardware.js';
import type { MirrorProof } from '../mirrors/mirror-access.js';
import type { DiskArray, DiskHealth, SystemFacts } from '../facts/system/system-facts.js';
import type { Survey } from '../facts/survey.js';

/** Something that was learnt, or the reason why it was not. */
export type Learnt<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: string };

/** What a host's upgrade plugin said to one of its functions; older plugins lack some (media-and-clients.md 2.7). */
export type PluginAnswer =
  | { readonly kind: 'answered'; readonly text: string }
  /** The plugin is there and does not know the function. */
  | { readonly kind: 'lacks' }
  /** There is no such plugin on the host. */
  | { readonly kind: 'no-plugin' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'not-asked'; readonly reason: string };

export const probedFunctions = ['getVersion', 'testSafe2Upgrade', 'getDom0DefaultMemory', 'getEUA'] as const;
export type PluginAnswers = Readonly<Record<(typeof probedFunctions)[number], PluginAnswer>>;

/** What a host's own plugins tell of its disks over the API, all of them, and of the software RAID that the system lies on. */
export interface DiskReports {
  readonly disks: Learnt<readonly DiskHealth[]>;
  readonly array: Learnt<DiskArray | null>;
}

/** The agreement that a medium brings, as its installer shows it to a person at the console. */
export interface LicenceText {
  /** In the medium: `EUA` or `EULA`. */
  readonly path: string;
  readonly sha256: string;
  /** Where a person can read it. */
  readonly location: string;
}

/** What of a medium the hosts' systems are held against. */
export interface MediumContents {
  /** Names of its packages; null where it brings none as RPMs. */
  readonly packages: ReadonlySet<string> | null;
  /** Bytes of what the plugin copies into /boot/installer. */
  readonly bootBytes: number;
}

export interface Evidence {
  readonly survey: Learnt<Survey>;
  /** By host uuid. */
  readonly plugin: ReadonlyMap<string, PluginAnswers>;
  readonly hardware: Learnt<MediumHardware>;
  /** Null where the medium brings none. */
  readonly licence: LicenceText | null;
  /** At which mirror the hosts read, and what it was proven to have; absent where they read at the media server. */
  readonly mirrored?: { readonly mirror: Mirror; readonly proof: MirrorProof };
  /** The mirror that is near some of the hosts and not all, so that none reads there. */
  readonly besideMirror?: string;
  /** Where the hosts read the medium: addresses of the media server, and of their mirror. */
  readonly serverAddresses: readonly string[];
  /** By host uuid, what was found in their control domains; absent where SSH is not set up for the pool. */
  readonly systems?: Learnt<ReadonlyMap<string, SystemFacts>>;
  /** By host uuid; a host that has no plugin for it is not in the map. */
  readonly disks?: ReadonlyMap<string, DiskReports>;
  readonly contents?: MediumContents;
}

export function notAsked(reason: string): PluginAnswers {
  const answer = { kind: 'not-asked', reason } as const;
  return { getVersion: answer, testSafe2Upgrade: answer, getDom0DefaultMemory: answer, getEUA: answer };
}
