/** Pools over the control API: the known ones, what each says now, its checks, and what a check can put right. */
import { documentOf } from '../../../contract/error-document.js';
import type { ApiHandlers } from '../../../contract/api/handlers.js';
import type { PoolLine, PoolReading, PoolReply } from '../../../contract/api/pools.js';
import type { RunViews } from '../../../contract/api/run-views.js';
import type { ControlApi } from '../../../contract/control.js';
import type { Clock } from '../../../shared/clock.js';
import type { PoolRecord } from '../../pools/pool-record.js';
import type { PoolStore } from '../../pools/pool-store.js';
import type { PoolSummary } from '../../pools/pool-summary.js';
import { describeClaim } from '../../pools/release-claim.js';
import type { LastChecks } from '../last-checks.js';

export interface PoolParts {
  readonly pools: Pick<PoolStore, 'list' | 'get'>;
  readonly checks: LastChecks;
  readonly views: Pick<RunViews, 'openRunOf' | 'fix'>;
  readonly control: Pick<ControlApi, 'check'>;
  /** Asks the pool. @throws what keeps it from being read */
  read(record: PoolRecord): Promise<PoolSummary>;
  readonly clock: Clock;
}

export function poolHandlers(parts: PoolParts): ApiHandlers<'listPools' | 'readPool' | 'check' | 'fixPool'> {
  const { pools, checks, views, control } = parts;
  const readings = new Map<string, { readonly at: number; readonly reading: Promise<Reading> }>();
  return {
    listPools: async () => ({ pools: (await pools.list()).map((record) => lineOf(parts, record)) }),
    readPool: async ({ id }) => replyOf(parts, await pools.get(id), readings),
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

/** Several people who look at one pool ask it once. */
const freshFor = 5000;

async function replyOf(
  parts: PoolParts,
  record: PoolRecord,
  readings: Map<string, { readonly at: number; readonly reading: Promise<Reading> }>,
): Promise<PoolReply> {
  const { name, addresses, user, ssh } = record;
  const now = parts.clock.now();
  const kept = readings.get(name);
  const isFresh = kept !== undefined && now - kept.at < freshFor && now >= kept.at;
  const reading = isFresh ? kept.reading : readingOf(parts, record);
  if (!isFresh) readings.set(name, { at: now, reading });
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
