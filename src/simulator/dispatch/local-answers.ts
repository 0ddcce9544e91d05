/** What hosts answer that are not the coordinator (xapi.md 1.3, 2.5). */
import type { Host } from '../state/objects.js';
import type { WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { checkPassword } from './authentication.js';
import { localSessions } from './local-sessions.js';

type LocalCall = (world: World, host: Host, params: readonly WireValue[]) => Promise<WireValue> | WireValue;

/** The part of xapi's short list of calls for emergencies that is modelled: they work on every host at any time. */
const localCalls: Readonly<Record<string, LocalCall>> = {
  'host.is_in_emergency_mode': (_world, host) => host.agent === 'emergency',

  'session.slave_local_login_with_password': async (world, host, [user, password]) => {
    if (typeof user !== 'string') throw XapiFailure.of('FIELD_TYPE_ERROR', 'uname');
    if (typeof password !== 'string') throw XapiFailure.of('FIELD_TYPE_ERROR', 'pwd');
    const { role } = await checkPassword(world, user, password);
    // Only the host's own root: a directory cannot be asked (xapi_session.ml).
    if (role !== 'local-root') throw XapiFailure.of('SESSION_AUTHENTICATION_FAILED', user, 'Authentication failure');
    return localSessions(world).open(host);
  },

  'session.local_logout': (world, host, [session]) => {
    localSessions(world).require(host, session);
    localSessions(world).close(host, session);
    return '';
  },

  /** The best diagnosis of a host that does not come back: why it is in emergency mode, if it is. */
  'host.local_assert_healthy': (world, host, [session]) => {
    localSessions(world).require(host, session);
    if (host.agent === 'emergency') throw emergency(host);
    return '';
  },
};

export function answersLocally(method: string): boolean {
  return Object.hasOwn(localCalls, method);
}

export async function localAnswer(
  world: World,
  host: Host,
  method: string,
  params: readonly WireValue[],
): Promise<WireValue> {
  const call = localCalls[method];
  if (call === undefined) throw XapiFailure.of('MESSAGE_METHOD_UNKNOWN', method);
  return await call(world, host, params);
}

/** Before the call is looked at: every call but a few fails with the same error, login included. */
export function refuseInEmergency(host: Host): void {
  if (host.agent === 'emergency') throw emergency(host);
}

/** A healthy member sends its callers to the coordinator: to the address alone, without a port. */
export function refuseOnMember(world: World, host: Host): void {
  if (host.agent === 'member') throw XapiFailure.of('HOST_IS_SLAVE', world.state.coordinator.address);
}

function emergency(host: Host): XapiFailure {
  const [code = 'HOST_BROKEN', ...params] = host.emergencyError;
  return XapiFailure.of(code, ...params);
}
