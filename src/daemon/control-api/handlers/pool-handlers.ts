/** Pools over the control API: the known ones, what each says now, its checks, and what a check can put right. */
import { isDeepStrictEqual } from 'node:util';
import { documentOf } from '../../../contract/error-document.js';
import type { Caller } from '../../../contract/api/caller.js';
import type { ApiHandlers } from '../../../contract/api/handlers.js';
import type { PoolLine, PoolReading, PoolReply } from '../../../contract/api/pools.js';
import { isAllowed } from '../../../contract/api/roles.js';
import type { RunViews } from '../../../contract/api/run-views.js';
import type { ControlApi } from '../../../contract/control.js';
import type { Clock } from '../../../shared/clock.js';
import type { PoolRecord } from '../../pools/pool-record.js';
import type { PoolStore } from '../../pools/pool-store.js';
import type { PoolSummary } from '../../pools/pool-summary.js';
import { keptElsewhere } from '../../pools/stored-passwords.js';
import { describeClaim } from '../../pools/release-claim.js';
import type { LastChecks } from '../last-checks.js';

export interface PoolParts {
  readonly pools: Pick<PoolStore, 'list' | 'get'>;
  /** Where passwords are kept. */
  readonly passwords: string;
  readonly checks: LastChecks;
  readonly views: Pick<RunViews, 'openRunOf' | 'fix'>;
  readonly control: Pick<ControlApi, 'check'>;
  /** Asks the pool. @throws what keeps it from being read */
  read(record: PoolRecord): Promise<PoolSummary>;
  readonly clock: Clock;
}

export function poolHandlers(parts: PoolParts): ApiHandlers<'listPools' | 'readPool' | 'check' | 'fixPool'> {
  const { pools, checks, views, control } = parts;
  const readings: Readings = new Map();
  return {
    listPools: async () => ({ pools: (await pools.list()).map((record) => lineOf(parts, record)) }),
    readPool: async ({ id }, { caller }) => {
      const record = await pools.get(id);
      const passwordElsewhere = placeFor(caller, keptElsewhere(parts.passwords, record));
      return { ...(await replyOf(parts, record, readings)), passwordElsewhere };
    },
    check: async ({ body: { pool, media, accept } }, { by, about }) => {
      about({ object: pool, detail: `media ${media}` });
      const report = await control.check({ pool, media, accept });
      checks.keep(pool, report, by);
      return report;
    },
    fixPool: async ({ id, body }, { by, about }) => {
      about({ detail: `${body.check}@${body.subject}` });
      const reply = await views.fix(id, { ...body, by });
      checks.keep(id, reply.check, by);
      readings.delete(id);
      return reply;
    },
  };
}

type Reading = Pick<PoolReply, 'reading' | 'error'>;
type Readings = Map<
  string,
  { readonly at: number; readonly credential: PoolRecord['credential']; readonly reading: Promise<Reading> }
>;

/** Several people who look at one pool ask it once. */
const freshFor = 5000;

/** Where secrets lie is for those who may change them. */
function placeFor({ rank }: Caller, place: string | null): string | null {
  return place === null || isAllowed(rank, 'administrator') ? place : 'a place of its own';
}

type Told = Omit<PoolReply, 'passwordElsewhere'>;

async function replyOf(parts: PoolParts, record: PoolRecord, readings: Readings): Promise<Told> {
  const { name, addresses, user, ssh, credential } = record;
  const now = parts.clock.now();
  const kept = readings.get(name);
  // What was refused with the old password says nothing after it was changed.
  const isSameLogIn = kept !== undefined && isDeepStrictEqual(kept.credential, credential);
  const isFresh = isSameLogIn && now - kept.at < freshFor && now >= kept.at;
  const reading = isFresh ? kept.reading : readingOf(parts, record);
  if (!isFresh) readings.set(name, { at: now, credential, reading });
  const run = parts.views.openRunOf(name);
  const lastCheck = parts.checks.of(name) ?? null;
  return { name, addresses, user, ssh: ssh !== undefined, run, ...(await reading), lastCheck };
}

async function readingOf(parts: PoolParts, record: PoolRecord): Promise<Reading> {
  const at = parts.clock.now();
  try {
    return { reading: summaryOf(at, await parts.read(record)), error: null };
  } catch (error) {
    return { reading: null, error: { ...documentOf(error, `reading the pool ${record.name}`) } };
  }
}

function summaryOf(
  at: number,
  { uuid, name, haEnabled, wlbEnabled, rollingUpgrade, claim, hosts, vms }: PoolSummary,
): PoolReading {
  return {
    ...{ at, uuid, name, haEnabled, wlbEnabled, rollingUpgrade },
    claim: claim === null ? null : describeClaim(claim),
    hosts: hosts.map((host) => ({ ...host, versions: { ...host.versions } })),
    vms: [...vms],
  };
}

function lineOf({ checks, views }: PoolParts, { name, addresses }: PoolRecord): PoolLine {
  const last = checks.of(name);
  const count = (severity: string): number =>
    last?.report.results.filter((result) => result.severity === severity).length ?? 0;
  return {
    name,
    addresses,
    run: views.openRunOf(name),
    lastCheck:
      last === undefined
        ? null
        : {
            at: last.at,
            media: last.report.media,
            blocked: last.report.blocked,
            failures: count('failure'),
            warnings: count('warning'),
            unknown: count('unknown'),
          },
  };
}
