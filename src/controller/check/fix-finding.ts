/**
 * Puts right at once what one finding of a check names. Only what leaves nothing to put back: a run keeps a ledger of its changes and
 * undoes them at its end, and nothing would do that here. The others are named, and a run that is planned with `fix` does them.
 */
import type { FixReply, FixRequest } from '../../contract/api/pools.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Finding, Fix } from '../assessments/finding.js';
import type { EffectName } from '../effects/effect.js';
import { fixes, isFixEffect } from '../effects/fixes.js';
import { effects } from '../effects/registry.js';
import { readClaim } from '../ownership/claim.js';
import type { PlanningTools } from '../planning-tools.js';
import type { PoolPort } from '../pool/pool-port.js';
import { checkPool } from './check-pool.js';
import { examinePool } from './examine-pool.js';

type Act = (pool: PoolPort, key: string) => Promise<void>;

/** A host in maintenance is put into service for good; whoever wants it out again is told the command. */
const atOnce: Partial<Record<EffectName, Act>> = {
  'end-maintenance': (pool, host) => pool.fixes.endMaintenance(host),
  'attach-storage': (pool, connection) => pool.plugPbd(connection),
  'disable-legacy-tls': (pool) => pool.fixes.disableLegacyTls(),
  'end-health-check': (pool) => pool.fixes.endHealthCheck(),
  'clear-power-on': (pool, host) => pool.fixes.clearPowerOn(host),
};

/** @throws FINDING_UNKNOWN, CLAIM_OF_ANOTHER_RUN, and what a check throws */
export async function fixFinding(tools: PlanningTools, pool: string, request: FixRequest): Promise<FixReply> {
  const { media, check, subject } = request;
  const { findings, gathered } = await examinePool(tools, { pool, media, by: request.by ?? 'a person' });
  const claim = readClaim(gathered.pool.otherConfig);
  if (claim !== undefined)
    throw new DrydockError('CLAIM_OF_ANOTHER_RUN', {
      attempted: 'putting a finding right',
      subject: pool,
      found: claim.run,
    });
  const wanted = findings.filter((finding) => finding.id === check && finding.subject.name === subject).flatMap(fixOf);
  if (wanted.length === 0) {
    throw new DrydockError('FINDING_UNKNOWN', { attempted: 'putting a finding right', subject: `${check}@${subject}` });
  }
  const done = wanted.filter(({ effect }) => atOnce[effect] !== undefined);
  await carryOut(tools, pool, done);
  return {
    done: done.map(describe),
    byRun: wanted.filter(({ effect }) => atOnce[effect] === undefined).map(describe),
    undo: done.map(undoOf).filter((command) => command !== ''),
    check: await checkPool(tools, { pool, media }),
  };
}

async function carryOut(tools: PlanningTools, name: string, wanted: readonly Fix[]): Promise<void> {
  if (wanted.length === 0) return;
  const pool = await tools.openPool(name);
  try {
    for (const { effect, key } of wanted) await atOnce[effect]?.(pool, key);
  } finally {
    await pool.close();
  }
}

function fixOf({ fix }: Finding): readonly Fix[] {
  return fix === undefined ? [] : [fix];
}

function describe({ effect, key, detail = {} }: Fix): string {
  return isFixEffect(effect) ? fixes[effect].what(detail) : effects[effect].describe({ effect, key, detail });
}

function undoOf({ effect, key, detail = {} }: Fix): string {
  return isFixEffect(effect) ? fixes[effect].byHand(key, detail) : '';
}
