/** Sessions that end, logins that lead elsewhere, are slow or are refused (xapi.md 1.3, 6.5). */
import { readMethodName } from '../../dispatch/method-name.js';
import type { CallFault, StepFault, StruckCall } from '../definition.js';
import { atCall, atStep, duration, text } from '../parameters.js';
import { replace } from '../replace.js';

const plain = atCall({});
const redirect = atCall({ to: text.default('right') });
const slow = atCall({ by: duration.default(60_000) });
const password = atStep({ password: text.default('changed-by-somebody') });

export const sessionLost: CallFault<typeof plain> = {
  area: 'Session',
  strikes: 'call',
  summary: 'the session of a call is not valid any more: SESSION_INVALID',
  parameters: plain,
  example: 'session-lost call=host.reboot',
  before: ({ world, params: [session] }) => {
    if (typeof session === 'string') world.state.sessions.delete(session);
  },
};

/** Where HOST_IS_SLAVE can lead; anything else is taken for an address. */
const destinations: Readonly<Record<string, (struck: StruckCall) => string>> = {
  right: ({ world }) => world.state.coordinator.address,
  wrong: ({ world }) =>
    world.state.hostList.find(({ ref }) => ref !== world.state.pool.coordinator)?.address ?? '192.0.2.77',
  unreachable: () => '192.0.2.77',
  ipv6: () => '2001:db8::77',
};

export const hostIsSlave: CallFault<typeof redirect> = {
  area: 'Session',
  strikes: 'call',
  summary: 'a host answers HOST_IS_SLAVE; `to` is right (default), wrong, unreachable, ipv6 or an address',
  parameters: redirect,
  example: 'host-is-slave host=member-1 to=unreachable nth=every',
  refuse: (struck, { to }) => ['HOST_IS_SLAVE', destinations[to]?.(struck) ?? to],
};

export const rbacDenied: CallFault<typeof plain> = {
  area: 'Session',
  strikes: 'call',
  summary: 'the role of the user is too low for a call: RBAC_PERMISSION_DENIED',
  parameters: plain,
  example: 'rbac-denied call=host.reboot nth=every',
  refuse: ({ receiver, method }) => {
    const { name, signature } = readMethodName(method, receiver.running);
    return [
      'RBAC_PERMISSION_DENIED',
      name.toLowerCase(),
      `No permission in user session; role ${signature?.role ?? 'pool-admin'} is needed`,
    ];
  },
};

export const loginSlow: CallFault<typeof slow> = {
  area: 'Session',
  strikes: 'call',
  method: 'session.login_with_password',
  summary: 'a login takes longer, `by` 60s unless told otherwise: a directory service that is still starting',
  parameters: slow,
  example: 'login-slow by=2min nth=1-3',
  before: async ({ world }, { by }) => {
    await world.sleep(by);
  },
};

export const passwordChanged: StepFault<typeof password> = {
  area: 'Session',
  strikes: 'step',
  at: 'host-down',
  summary: 'the user has another `password` from now on; sessions go on',
  parameters: password,
  example: 'password-changed at=reboot-called of=coordinator',
  happen: ({ world }, { password: changed }) => {
    const before = world.credential.password;
    replace(world, { credential: { ...world.credential, password: changed } });
    return () => replace(world, { credential: { ...world.credential, password: before } });
  },
};
