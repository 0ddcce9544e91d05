/** Says at the start which addresses hosts cannot use with a password in them, since no error on the host would name the reason. */
import type { Endpoint } from '../../contract/media-server.js';
import type { Logger } from '../../shared/logger.js';
import type { ProcessSettings } from './settings.js';

/**
 * The hosts' own library registers a password under the bare name of the host, so it never sends it to another port than the
 * usual one (media-and-clients.md 2.1; CA-408238).
 */
function unfitForPasswords(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.filter(
    ({ protocol, port }) => (protocol === 'http' && port !== 80) || (protocol === 'https' && port !== 443),
  );
}

export function warnOfPasswordPorts({ guards, endpoints }: ProcessSettings, logger: Logger): void {
  const unfit = unfitForPasswords(endpoints);
  const { password } = guards.access;
  if (password === 'nothing' || unfit.length === 0) return;
  const outOfReach =
    password === 'everything'
      ? 'everything here, their own addresses as well, is out of their reach on these ports'
      : '/media/ is out of their reach on these ports, their own addresses are not';
  logger.warn({ ports: unfit.map(({ port }) => port) }, `hosts send a password to port 80 or 443 only: ${outOfReach}`);
}
