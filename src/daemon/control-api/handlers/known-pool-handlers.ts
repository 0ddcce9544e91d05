/** Making pools known, changing their passwords and forgetting them over the control API: a password goes only to an address whose certificate was compared. */
import { documentOf } from '../../../contract/error-document.js';
import type { ApiHandlers } from '../../../contract/api/handlers.js';
import type { AddPool } from '../../../contract/api/pools.js';
import type { RunViews } from '../../../contract/api/run-views.js';
import type { Clock } from '../../../shared/clock.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { Secret } from '../../../shared/secret.js';
import { requireAddress, requireFingerprint } from '../../pools/connect-pool.js';
import type { PoolRecord } from '../../pools/pool-record.js';
import type { PoolStore } from '../../pools/pool-store.js';
import { addWithPassword, changePassword, forgetPool, requireOwnPassword } from '../../pools/stored-passwords.js';
import type { LastChecks } from '../last-checks.js';

/** How a pool is reached while it is not known yet. */
export interface PoolReach {
  /** The fingerprint that an address shows. @throws XAPI_UNREACHABLE, XAPI_ADDRESS_INVALID */
  fingerprint(address: string, oldTls: boolean): Promise<string>;
  /** @throws XAPI_UNREACHABLE, XAPI_LOGIN_REFUSED, XAPI_CERTIFICATE_CHANGED … */
  logIn(record: PoolRecord, password: Secret): Promise<void>;
}

export interface KnownPoolParts {
  readonly pools: PoolStore;
  /** Where passwords are kept. */
  readonly passwords: string;
  readonly reach: PoolReach;
  readonly views: Pick<RunViews, 'openRunOf'>;
  readonly checks: LastChecks;
  readonly clock: Clock;
}

export function knownPoolHandlers(
  parts: KnownPoolParts,
): ApiHandlers<'readCertificates' | 'addPool' | 'changePoolPassword' | 'removePool'> {
  const { pools, passwords, reach, views, checks } = parts;
  return {
    readCertificates: async ({ body: { addresses, oldTls } }, { about }) => {
      about({ object: addresses.join(', ').slice(0, 200) });
      const certificates = addresses.map(async (address) => {
        try {
          return { address, fingerprint: await reach.fingerprint(requireAddress(address), oldTls), error: null };
        } catch (error) {
          return { address, fingerprint: null, error: { ...documentOf(error, `reaching ${address}`) } };
        }
      });
      return { certificates: await Promise.all(certificates) };
    },
    addPool: async ({ body }, { about }) => {
      about({ object: body.name, detail: `${body.user} at ${body.addresses.join(', ').slice(0, 200)}` });
      const { name, addresses, user, fingerprints } = await addPool(parts, body);
      checks.forget(name);
      return { name, addresses, user, fingerprints };
    },
    changePoolPassword: async ({ id, body }, { about }) => {
      const record = await pools.get(id);
      about({ detail: `${record.user} at ${record.addresses.join(', ').slice(0, 200)}` });
      requireOwnPassword(passwords, record);
      const password = new Secret(body.password);
      // A run is no obstacle: where the pool has the new one already, this is how its run gets on.
      await reach.logIn(record, password);
      await changePassword(pools, passwords, id, password);
      return { changed: id };
    },
    removePool: async ({ id }) => {
      const run = views.openRunOf(id);
      if (run !== null)
        throw new DrydockError('POOL_HAS_RUN', { attempted: 'removing a pool', subject: id, found: run });
      await forgetPool(pools, passwords, id);
      checks.forget(id);
      return { removed: id };
    },
  };
}

async function addPool({ pools, passwords, reach, clock }: KnownPoolParts, body: AddPool): Promise<PoolRecord> {
  const { name, user, oldTls, addressMap } = body;
  if ((await pools.list()).some((pool) => pool.name === name))
    throw new DrydockError('POOL_NAME_TAKEN', { attempted: 'adding a pool', subject: name });
  const addresses = body.addresses.map(requireAddress);
  const fingerprints = await comparedFingerprints(reach, body);
  const password = new Secret(body.password);
  const record: PoolRecord = {
    ...{ name, addresses, user, credential: { kind: 'prompt' } },
    ...{ fingerprints, oldTls, addressMap, addedAt: clock.now() },
  };
  await reach.logIn(record, password);
  return addWithPassword(pools, passwords, record, password);
}

/** Each address must show now what a person has compared. @throws POOL_FINGERPRINT_UNCONFIRMED, XAPI_CERTIFICATE_CHANGED */
async function comparedFingerprints(
  reach: PoolReach,
  { addresses, fingerprints, oldTls }: AddPool,
): Promise<Record<string, string>> {
  const shown = addresses.map(async (given) => {
    const address = requireAddress(given);
    const compared = fingerprints[given] ?? fingerprints[address];
    if (compared === undefined) {
      throw new DrydockError('POOL_FINGERPRINT_UNCONFIRMED', {
        attempted: 'adding a pool',
        subject: address,
        found: 'no fingerprint for this address',
      });
    }
    const fingerprint = await reach.fingerprint(address, oldTls);
    requireFingerprint(address, compared, fingerprint);
    return [address, fingerprint] as const;
  });
  return Object.fromEntries(await Promise.all(shown));
}
