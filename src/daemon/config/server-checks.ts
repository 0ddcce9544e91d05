/** What no single setting of the servers can say: those that only make sense together. */
import type { z } from 'zod';
import { allowedAddresses } from '../../servers/access/address-list.js';
import type { GuardSettings } from './guard-settings.js';
import { askingMirrors } from './mirror-settings.js';

interface Listening {
  readonly port: number;
}

type ServersToCheck = Pick<GuardSettings, 'tls' | 'access' | 'mirrors'> & {
  readonly http: readonly Listening[];
  readonly https: readonly Listening[];
};

export function checkServers(servers: ServersToCheck, context: z.core.$RefinementCtx<ServersToCheck>): void {
  const problem = (path: readonly (string | number)[], message: string): void => {
    context.addIssue({ code: 'custom', path: [...path], message });
  };
  const { tls, access } = servers;
  for (const name of ['certificate', 'key'] as const) {
    if (servers.https.length > 0 && tls[name] === undefined) problem(['tls', name], 'is needed by the HTTPS listeners');
  }
  if (access.password !== 'nothing' && access.users.length === 0) {
    problem(['access', 'users'], 'must name somebody where access.password asks for a password');
  }
  const names = access.users.map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) !== index) problem(['access', 'users', index, 'name'], 'stands twice');
  });
  checkMirrors(servers, problem);
  if (access.password !== 'everything') return;
  // The host library registers a password under the bare host name and never sends it to another port: CA-408238.
  servers.http.forEach(({ port }, index) => {
    if (port !== 80)
      problem(
        ['http', index, 'port'],
        'must be 80 where access.password is everything: hosts send a password to no other port',
      );
  });
  servers.https.forEach(({ port }, index) => {
    if (port !== 443)
      problem(
        ['https', index, 'port'],
        'must be 443 where access.password is everything: hosts send a password to no other port',
      );
  });
}

/** A mirror of the kind nginx is a client of this server like any other. */
function checkMirrors(
  { access, mirrors }: ServersToCheck,
  problem: (path: readonly (string | number)[], message: string) => void,
): void {
  const mayConnect = allowedAddresses(access.addresses);
  mirrors.forEach((mirror, index) => {
    const [asking] = askingMirrors([mirror]);
    if (asking === undefined) return;
    if (access.password === 'everything')
      problem(['mirrors', index, 'kind'], 'cannot give a password, which access.password wants for everything');
    const outside = asking.from.find((network) => !mayConnect(network.replace(/\/.*$/, '')));
    if (outside !== undefined)
      problem(['mirrors', index], `asks from ${outside}, which may not connect: access.addresses does not have it`);
  });
}
