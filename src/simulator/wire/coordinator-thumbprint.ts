/**
 * From xapi 24.1 a member that sends its caller to the coordinator also says which certificate will be found there, if the
 * caller asks for it: so that the redirect can be followed with a checked certificate (xapi.md 3.4; api_server.ml).
 */
import { createHash, X509Certificate } from 'node:crypto';
import { wireBehaviour } from '../../releases/wire-behaviour.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';

const question = 'x-xenapi-request-host-certificate-thumbprint';
const answer = 'x-xenapi-response-host-certificate-thumbprint';

export function coordinatorThumbprint(
  world: World,
  host: Host,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  failure: string | undefined,
): Readonly<Record<string, string>> {
  const hash = { 'sha-256:master': 'sha256', 'sha-1:master': 'sha1' }[String(headers[question])];
  if (failure !== 'HOST_IS_SLAVE' || hash === undefined || !wireBehaviour(host.running).coordinatorThumbprint)
    return {};
  const { certificatePem } = world.certificateOf(world.state.coordinator.address);
  const digest = createHash(hash).update(new X509Certificate(certificatePem).raw).digest('hex').toUpperCase();
  return { [answer]: digest.match(/../g)?.join(':') ?? '' };
}
