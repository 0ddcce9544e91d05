/** What `pool show` tells of a pool: read once, in the form that --json prints. */
import type { HostVersions, PoolFacts } from '../../controller/facts/pool-facts.js';
import { readClaim, type Claim } from '../../controller/ownership/claim.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import { openPool } from './connect-pool.js';
import type { PoolRecord } from './pool-record.js';

export interface PoolSummary {
  readonly uuid: string;
  readonly name: string;
  readonly haEnabled: boolean;
  readonly wlbEnabled: boolean;
  readonly rollingUpgrade: boolean;
  /** Which run has the pool, who began it, where and when; null when none has. */
  readonly claim: Claim | null;
  readonly hosts: readonly HostSummary[];
  /** Those that run on a host. */
  readonly vms: readonly { readonly uuid: string; readonly name: string; readonly host: string }[];
}

export interface HostSummary {
  readonly uuid: string;
  readonly name: string;
  readonly address: string;
  readonly coordinator: boolean;
  readonly enabled: boolean;
  readonly live: boolean | null;
  readonly versions: HostVersions;
  readonly guests: number;
}

/** @throws XAPI_UNREACHABLE with the answer of each address */
export async function readPoolSummary(
  record: PoolRecord,
  password: Secret,
  clock: Clock,
  signal: AbortSignal,
): Promise<PoolSummary> {
  const pool = openPool(record, password, clock);
  try {
    const { pool: fact, unreachable = [] } = await pool.observe(signal);
    if (fact.known) return summaryOf(fact.value);
    throw new DrydockError('XAPI_UNREACHABLE', {
      attempted: 'reading the pool',
      subject: record.name,
      found: [fact.reason, ...unreachable.map(({ address, answer }) => `${address}: ${answer}`)].join('; '),
      data: { answers: unreachable },
    });
  } finally {
    await pool.close();
  }
}

function summaryOf(pool: PoolFacts): PoolSummary {
  return {
    uuid: pool.uuid,
    name: pool.name,
    haEnabled: pool.haEnabled,
    wlbEnabled: pool.wlbEnabled,
    rollingUpgrade: pool.rollingUpgradeFlag,
    claim: readClaim(pool.otherConfig) ?? null,
    hosts: pool.hosts.map((host) => ({
      uuid: host.uuid,
      name: host.name,
      address: host.address,
      coordinator: host.uuid === pool.coordinator,
      enabled: host.enabled,
      live: host.live,
      versions: host.versions,
      guests: pool.vms.filter((vm) => vm.residentOn === host.uuid).length,
    })),
    vms: pool.vms.flatMap(({ uuid, name, residentOn }) =>
      residentOn === null ? [] : [{ uuid, name, host: residentOn }],
    ),
  };
}
