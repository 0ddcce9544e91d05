/**
 * What upgrading many hosts at many sites comes to: pure arithmetic from a plan and from what was measured. Each figure says
 * what it is computed from; docs/scale.md says how each of those was obtained.
 */

/** What somebody wants, and what is assumed of the hosts. */
export interface Wanted {
  readonly hosts: number;
  readonly sites: number;
  readonly hostsInPool: number;
  /** Pools in each wave, canaries first. */
  readonly waves: readonly number[];
  readonly poolsAtOnce: number;
  readonly hostsAtOnce: number;
  readonly windowHours: number;
  /** From the recheck of a host until the next one of its pool may begin. */
  readonly minutesForHost: number;
  readonly mediumBytes: number;
  readonly leaseSeconds: number;
}

/** What one host, one record, one controller takes. */
export interface Measured {
  readonly recordsForHost: number;
  readonly bytesOfRecord: number;
  readonly notificationsForHost: number;
  /** Records that are read and proven in a second, when a controller starts. */
  readonly recordsReadInSecond: number;
  /** That the database takes in a second, from all controllers together. */
  readonly commitsInSecond: number;
  /** All leases of one controller, with one question; a long way to the database comes on top. */
  readonly secondsToRenew: number;
  /** Pools at work that one controller has kept up with. */
  readonly poolsOfController: number;
}

export interface ScalePlan {
  readonly pools: number;
  readonly hostsInNight: number;
  readonly nights: number;
  readonly controllers: number;
  readonly records: number;
  readonly journalBytes: number;
  readonly recordsInSecond: number;
  readonly shareOfCommits: number;
  /** Of the time of the connection that leases are renewed on. */
  readonly shareOfRenewals: number;
  readonly secondsToRead: number;
  readonly notifications: number;
  /** Megabits a second that a site's link carries for its media while its hosts install, without and with a copy at the site. */
  readonly centralBytesOfSite: number;
  readonly mirroredBytesOfSite: number;
}

/** Renewals while a lease lasts; see src/controller/sharing/renew-leases.ts. */
const renewalsInALease = 6;

export function scalePlan(wanted: Wanted, measured: Measured): ScalePlan {
  const pools = Math.ceil(wanted.hosts / wanted.hostsInPool);
  const records = wanted.hosts * measured.recordsForHost;
  const atWork = Math.min(wanted.poolsAtOnce, wanted.hostsAtOnce, pools);
  const recordsInSecond = (atWork * measured.recordsForHost) / (wanted.minutesForHost * 60);
  return {
    ...{ pools, records, recordsInSecond },
    hostsInNight: atWork * hostsOfPoolInNight(wanted),
    nights: wanted.waves.reduce((sum, size) => sum + nightsOfWave(size, wanted), 0),
    controllers: Math.ceil(atWork / measured.poolsOfController),
    journalBytes: records * measured.bytesOfRecord,
    shareOfCommits: recordsInSecond / measured.commitsInSecond,
    shareOfRenewals: (renewalsInALease * measured.secondsToRenew) / wanted.leaseSeconds,
    secondsToRead: records / measured.recordsReadInSecond,
    notifications: wanted.hosts * measured.notificationsForHost,
    centralBytesOfSite: (wanted.hosts / wanted.sites) * wanted.mediumBytes,
    mirroredBytesOfSite: wanted.mediumBytes,
  };
}

/** One after the other: a host is begun only where it is forecast to be ready before the window closes. */
export function hostsOfPoolInNight({ windowHours, minutesForHost }: Wanted): number {
  return Math.floor((windowHours * 60) / minutesForHost);
}

/** A wave ends with its last pool, and the next begins after its soak: in another night. */
export function nightsOfWave(pools: number, wanted: Wanted): number {
  if (pools === 0) return 0;
  const inNight = hostsOfPoolInNight(wanted);
  const atWork = Math.min(pools, wanted.poolsAtOnce, wanted.hostsAtOnce);
  const longest = Math.ceil(wanted.hostsInPool / inNight);
  return Math.max(longest, Math.ceil((pools * wanted.hostsInPool) / (atWork * inNight)));
}
