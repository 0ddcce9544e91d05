/** The password check of every way to log in: a wrong one is refused after a pause (xapi.md 1.3). */
import type { User } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { accountOf } from './accounts.js';

/** @throws XapiFailure SESSION_AUTHENTICATION_FAILED */
export async function checkPassword(world: World, user: string, password: string, signal?: AbortSignal): Promise<User> {
  const account = accountOf(world, user, password);
  if (account !== undefined) return account;
  await world.sleep(world.times.loginFailure, signal);
  throw XapiFailure.of('SESSION_AUTHENTICATION_FAILED', user, 'Authentication failure');
}
