/** Gathers what the assessments before a run need: the pool, who keeps whom from leaving, and whether each host reaches the medium. */
import type { Grant } from '../../contract/grants.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { EvacuationAnswer, ReachabilityAnswer } from '../assessments/assessment.js';
import { grantUrl } from '../base-url.js';
import { mountFrom } from '../mount-from.js';
import { minutes } from '../effects/effect.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import type { PoolPort } from '../pool/pool-port.js';

export interface Gathered {
  readonly pool: PoolFacts;
  readonly evacuation: ReadonlyMap<string, EvacuationAnswer>;
  readonly reachability: ReadonlyMap<string, ReachabilityAnswer>;
}

export interface GatherOptions {
  readonly port: PoolPort;
  readonly media: string;
  /** Undefined: the media server is not running, so nobody can be asked to reach it. */
  readonly mediaServer: MediaServerApi | undefined;
  /** Makes the ids of the probe grants unique. */
  readonly label: string;
  readonly signal: AbortSignal;
}

/** @throws POOL_UNREADABLE */
export async function gather(options: GatherOptions): Promise<Gathered> {
  const pool = await readPool(options.port, options.signal);
  const evacuation = new Map<string, EvacuationAnswer>();
  const reachability = new Map<string, ReachabilityAnswer>();
  for (const host of pool.hosts) {
    evacuation.set(host.uuid, await askEvacuation(options.port, host.uuid));
    reachability.set(host.uuid, await askReachability(options, pool, host));
  }
  return { pool, evacuation, reachability };
}

export async function readPool(port: PoolPort, signal: AbortSignal): Promise<PoolFacts> {
  const observation = await port.observe(signal);
  if (observation.pool.known) return observation.pool.value;
  const answers = (observation.unreachable ?? []).map(({ address, answer }) => `${address}: ${answer}`).join('; ');
  throw new DrydockError('POOL_UNREADABLE', {
    attempted: 'reading the pool',
    found: answers === '' ? observation.pool.reason : answers,
  });
}

async function askEvacuation(port: PoolPort, host: string): Promise<EvacuationAnswer> {
  try {
    return { known: true, blockers: await port.evacuationBlockers(host) };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { known: false, reason: describeCause(error) };
  }
}

/** The host itself looks, under a grant that shows what `testUrl` asks for and ends within minutes. */
async function askReachability(
  options: GatherOptions,
  pool: PoolFacts,
  host: { uuid: string; name: string },
): Promise<ReachabilityAnswer> {
  const { mediaServer } = options;
  if (mediaServer === undefined) return { asked: false, reason: 'the media server is not running: drydock serve' };
  let grant: Grant;
  try {
    grant = await mediaServer.createGrant({
      id: `probe.${options.label}.${host.uuid}`,
      pool: pool.uuid,
      run: `probe.${options.label}`,
      epoch: await epochOf(mediaServer, pool.uuid),
      host: { uuid: host.uuid, name: host.name },
      media: options.media,
      state: 'probe',
      lifetime: 5 * minutes,
      ...(await mountFrom(mediaServer, options.port, host)),
    });
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { asked: false, reason: describeCause(error) };
  }
  const answer = await testUrl(options, host.uuid, grant);
  await mediaServer.changeGrant(grant.id, { state: 'ended', epoch: grant.epoch, reason: 'the check is over' });
  return answer;
}

/** A probe must not look like a controller with an old lease. */
async function epochOf(mediaServer: MediaServerApi, pool: string): Promise<number> {
  const grants = await mediaServer.grants({ pool });
  return Math.max(0, ...grants.filter((grant) => grant.pool === pool).map((grant) => grant.epoch));
}

async function testUrl(options: GatherOptions, host: string, grant: Grant): Promise<ReachabilityAnswer> {
  const { mediaServer } = options;
  if (mediaServer === undefined) return { asked: false, reason: 'the media server is not running' };
  try {
    await options.port.callPlugin(host, 'testUrl', await grantUrl(mediaServer, grant), options.signal);
    return { asked: true, reachable: true };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    const code = error.details.data?.['pluginCode'];
    if (typeof code !== 'string') return { asked: false, reason: describeCause(error) };
    return { asked: true, reachable: false, code, text: describeCause(error) };
  }
}
