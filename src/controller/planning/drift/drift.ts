/** One difference that matters between a pool and the plan that was made for it: what, then, now, and why it matters. */

/** Each with why the plan does not hold any more. */
const driftReasons = {
  'another-pool': 'the plan is for another pool',
  'host-added': 'nobody has looked at it, and it would be left at the old version',
  'host-removed': 'the plan counts on it, for its turn or for room',
  'coordinator-changed': 'the coordinator goes first, and the plan has another one there',
  'versions-changed': 'what was checked of this host was checked of other versions',
  'updates-applied': 'updates change what a host may need before it goes down, and what guests may do',
  'address-changed': 'the way to the medium was checked from the old address',
  'certificate-changed': 'it may be another machine',
  'ha-turned-on': 'the run would not turn it off, and it would not be put back either',
  'ha-changed': 'the run would put it back as it was when the plan was made',
  'wlb-turned-on': 'the run would not turn it off, and it would not be put back either',
  'storage-gone': 'the run attaches on each host what was attached, and guests with disks there have no place',
  'network-changed': 'guests and the installer go by it, and the run compares with how it was',
  'no-place': 'its host cannot be emptied at its turn: the run would stop there',
} as const;

export type DriftKind = keyof typeof driftReasons;
export const driftKinds = Object.keys(driftReasons) as DriftKind[];

export interface Drift {
  readonly kind: DriftKind;
  /** Name of the host, VM, storage or pool. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  readonly why: string;
}

export function drift(kind: DriftKind, subject: string, expected: string, found: string): Drift {
  return { kind, subject, expected, found, why: driftReasons[kind] };
}

/** `xs-2, versions: then 8.2.1, now 8.2.2 (why it matters)`. */
export function describeDrift({ kind, subject, expected, found, why }: Drift): string {
  return `${subject} (${kind}): then ${expected}, now ${found}; ${why}`;
}
