/**
 * What hosts answer that are not the coordinator (xapi.md 1.3, 2.5): a short list of calls about the host itself, with local
 * sessions; everything else fails with the emergency error, or is sent to the coordinator.
 */
import { becomeCoordinator, followAddress } from '../life/coordinator-change.js';
import { restartAgent } from '../life/agent-start.js';
import { stopAgent } from '../life/shutdown.js';
import type { Host } from '../state/objects.js';
import type { WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { checkPassword } from './authentication.js';
import { XapiFailure } from '../xapi-failure.js';

const localLogin = 'session.slave_local_login_with_password';

interface LocalCall {
  /** Besides the session. */
  readonly parameters: number;
  readonly session: boolean;
  readonly answer: (world: World, host: Host, given: readonly string[]) => Promise<WireValue> | WireValue;
}

/** The emergency list of xapi.md 2.5, as far as it is modelled; each works on a healthy member as well. */
const localCalls: Readonly<Record<string, LocalCall>> = {
  'host.is_in_emergency_mode': { parameters: 0, session: false, answer: (_, host) => host.agent === 'emergency' },

  [localLogin]: {
    parameters: 2,
    session: false,
    answer: async (world, host, [user = '', password = '']) => {
      const { role } = await checkPassword(world, user, password);
      // Only the host's own root: a directory cannot be asked (xapi_session.ml).
      if (role !== 'local-root') throw XapiFailure.of('SESSION_AUTHENTICATION_FAILED', user, 'Authentication failure');
      const { ref } = world.state.newEntity();
      host.localSessions.add(ref);
      return ref;
    },
  },

  'session.local_logout': { parameters: 0, session: true, answer: () => '' },

  'host.local_assert_healthy': {
    parameters: 0,
    session: true,
    answer: (_, host) => {
      if (host.agent === 'emergency') throwEmergency(host);
      return '';
    },
  },

  'pool.is_slave': { parameters: 1, session: true, answer: (_, host) => host.agent !== 'coordinator' },
  'pool.ping_slave': { parameters: 0, session: true, answer: () => '' },

  'pool.emergency_transition_to_master': {
    parameters: 0,
    session: true,
    answer: (world, host) => {
      becomeCoordinator(world, host);
      return '';
    },
  },

  'pool.emergency_reset_master': {
    parameters: 1,
    session: true,
    answer: (world, host, [address = '']) => {
      followAddress(world, host, address);
      return '';
    },
  },

  // For when HA keeps a host from starting: only its own mark is taken away, `soft` or not.
  'host.emergency_ha_disable': {
    parameters: 1,
    session: true,
    answer: (world, host) => {
      if (!host.haArmed && !world.state.pool.haEnabled) throw XapiFailure.of('HA_NOT_ENABLED');
      host.haArmed = false;
      return '';
    },
  },

  'host.shutdown_agent': {
    parameters: 0,
    session: true,
    answer: (world, host) => {
      stopAgent(world, host);
      world.spawn(() => restartAgent(world, host));
      return '';
    },
  },
};

/** Undefined when the call is not one that this host answers by itself. */
export function localAnswer(
  world: World,
  host: Host,
  method: string,
  params: readonly WireValue[],
): Promise<WireValue> | WireValue | undefined {
  const call = answersLocally(method) ? localCalls[method] : undefined;
  if (call === undefined) return undefined;
  // A coordinator has sessions of its own; only with a local one these calls are about itself.
  if (host.agent === 'coordinator' && call.session && !hasLocalSession(host, params)) return undefined;
  // Whether there is an emergency is asked with a session or without one.
  const given = call.session || params.length > call.parameters ? params.slice(1) : params;
  if (call.session) assertLocalSession(host, params);
  if (given.length > call.parameters) {
    throw XapiFailure.of('MESSAGE_PARAMETER_COUNT_MISMATCH', method, String(call.parameters), String(given.length));
  }
  const answer = call.answer(world, host, given.map(String));
  if (method === 'session.local_logout') host.localSessions.delete(sessionOf(params));
  return answer;
}

function sessionOf([first]: readonly WireValue[]): string {
  return typeof first === 'string' ? first : '';
}

function hasLocalSession(host: Host, params: readonly WireValue[]): boolean {
  return host.localSessions.has(sessionOf(params));
}

function assertLocalSession(host: Host, params: readonly WireValue[]): void {
  if (!hasLocalSession(host, params)) throw XapiFailure.of('SESSION_INVALID', sessionOf(params));
}

/** Whether every host answers a call, in emergency mode as well. */
export function answersLocally(method: string): boolean {
  return Object.hasOwn(localCalls, method);
}

/** Before the call is looked at: the same error, whatever was called. */
export function refuseInEmergency(host: Host): void {
  if (host.agent === 'emergency') throwEmergency(host);
}

/** A healthy member names the coordinator that it follows, by its address alone. */
export function refuseOnMember(world: World, host: Host): void {
  if (host.agent !== 'member') return;
  const coordinator = world.state.hosts.get(host.follows) ?? world.state.coordinator;
  throw XapiFailure.of('HOST_IS_SLAVE', coordinator.address);
}

function throwEmergency(host: Host): never {
  const [code = 'HOST_BROKEN', ...params] = host.emergencyError;
  throw XapiFailure.of(code, ...params);
}
