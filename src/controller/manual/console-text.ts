/** What `upgrade console` tells: the steps, and the one place where the address of the host is shown, to whoever asks for it. */
import type { ConsoleReply } from '../../contract/control.js';
import { isObservable, type Grant } from '../../contract/grants.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import type { RunStatus } from '../../contract/run-status.js';
import { baseUrl, grantUrl, hostEndpoint } from '../base-url.js';
import type { Plan } from '../planning/plan.js';
import { bootLines, type BootableMedium } from './boot-lines.js';
import { consoleSteps } from './instructions.js';

export interface ConsoleQuestion {
  readonly plan: Plan;
  readonly status: RunStatus;
  readonly mediaServer: MediaServerApi;
  /** Undefined when the store does not have it any more. */
  readonly medium: BootableMedium | undefined;
}

/** @throws MEDIA_SERVER_UNREACHABLE */
export async function consoleText({ plan, status, mediaServer, medium }: ConsoleQuestion): Promise<ConsoleReply> {
  if (plan.manual === undefined) return nobody(`Run ${plan.run} is automatic: nothing is done at a console.`);
  const waiting = status.hosts.find(({ state }) => state === 'armed' || state === 'installing');
  const host = plan.hosts.find(({ uuid }) => uuid === waiting?.uuid);
  const grants = await mediaServer.grants({ run: plan.run });
  const grant = grants.find((one) => one.host.uuid === host?.uuid && one.state === 'armed');
  if (host === undefined || grant === undefined)
    return nobody(`No host of ${plan.run} is at a person's console now: ${status.reason}`);
  const address = await grantUrl(mediaServer, grant);
  const lines = [
    ...consoleSteps(plan, host, plan.manual).map((step, index) => `${String(index + 1).padStart(2)}. ${step}`),
    '',
    ...addressLines(host.name, address, grant),
    ...(grant.mirror === undefined ? await plainLines(mediaServer, plan) : []),
    ...networkLines(address, medium),
  ];
  return { host: host.uuid, name: host.name, address, rebootBy: plan.manual.rebootBy, lines };
}

function addressLines(name: string, address: string, grant: Grant): string[] {
  const seen = isObservable(grant) ? 'Drydock shows what is read there.' : 'What is read there cannot be seen.';
  return [
    `The address of ${name}, good until it is proven; a secret, so give it to nobody else:`,
    `  ${address}`,
    `  ${seen}`,
  ];
}

/** Short enough to be typed; without a way to tell whose installer reads there. */
async function plainLines(mediaServer: MediaServerApi, plan: Plan): Promise<string[]> {
  const endpoint = hostEndpoint((await mediaServer.status()).endpoints);
  if (endpoint === undefined || endpoint.protocol === 'nfs') return [];
  const url = baseUrl(endpoint, `/media/${plan.medium.id}/`);
  return [
    `The same medium under a plain address, where servers.plainPath is on; Drydock does not see who reads there:`,
    `  ${url}`,
  ];
}

function networkLines(address: string, medium: BootableMedium | undefined): string[] {
  const lines = medium === undefined ? [] : bootLines(address, medium);
  return lines.length === 0 ? [] : ['', 'To start the installer over the network:', ...lines];
}

function nobody(text: string): ConsoleReply {
  return { host: null, name: null, address: null, rebootBy: null, lines: [text] };
}
