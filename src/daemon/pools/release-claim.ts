/**
 * Takes a claim off a pool by hand, when the controller that wrote it is gone for good: the explicit take-over. The run is named,
 * so that nobody releases a claim that he has not looked at; what is under way at the media server is fenced first.
 */
import { claimKey, describeClaim, readClaim, type Claim } from '../../controller/ownership/claim.js';
import type { PoolPort } from '../../controller/pool/pool-port.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export { describeClaim };

export interface ReleasedClaim {
  /** What was found; null when the pool was free already. */
  readonly claim: Claim | null;
  /** The epoch that the media server demands from now on; null when none answered. */
  readonly epoch: number | null;
}

/** @throws CLAIM_OF_ANOTHER_RUN, XAPI_UNREACHABLE … */
export async function releaseClaimOf(
  pool: PoolPort,
  mediaServer: MediaServerApi,
  { name, run }: { readonly name: string; readonly run: string },
): Promise<ReleasedClaim> {
  const claim = readClaim(await pool.otherConfig());
  if (claim === undefined) return { claim: null, epoch: null };
  refuseOther(claim, name, run);
  // The old controller first loses the way to arm a host, then the pool.
  const epoch = await fence(pool, mediaServer);
  const now = readClaim(await pool.otherConfig());
  if (now !== undefined) {
    refuseOther(now, name, run);
    await pool.removeFromPoolOtherConfig(claimKey);
  }
  return { claim, epoch };
}

function refuseOther(claim: Claim, name: string, run: string): void {
  if (claim.run === run) return;
  throw new DrydockError('CLAIM_OF_ANOTHER_RUN', {
    attempted: 'releasing the claim on the pool',
    subject: name,
    expected: `the claim of ${run}`,
    found: `the claim of ${describeClaim(claim)}`,
  });
}

async function fence(pool: PoolPort, mediaServer: MediaServerApi): Promise<number | null> {
  const { pool: fact } = await pool.observe();
  if (!fact.known) throw new DrydockError('POOL_UNREADABLE', { attempted: 'reading the pool', found: fact.reason });
  try {
    const epoch = (await mediaServer.epoch(fact.value.uuid)) + 1;
    await mediaServer.raiseEpoch(fact.value.uuid, epoch);
    return epoch;
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'MEDIA_SERVER_UNREACHABLE') return null;
    throw error;
  }
}
