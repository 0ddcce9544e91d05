/** Hosts that come back with another identity in the pool's own database: another uuid, another address. */
import type { StepFault } from '../definition.js';
import { atStep, text } from '../parameters.js';
import { replace } from '../replace.js';

const otherUuid = atStep({});
const otherAddress = atStep({ address: text.optional() });

export const returnsWithOtherUuid: StepFault<typeof otherUuid> = {
  area: 'Host return',
  strikes: 'step',
  at: 'host-booted',
  summary: 'the host was installed anew and joined again: another uuid and another certificate',
  parameters: otherUuid,
  example: 'returns-with-other-uuid host=member-1',
  happen: ({ world, hosts }) => {
    for (const host of hosts) {
      replace(host, { uuid: world.state.newEntity().uuid });
      world.renewCertificate(host);
    }
    return undefined;
  },
};

export const addressChanged: StepFault<typeof otherAddress> = {
  area: 'Host return',
  strikes: 'step',
  at: 'host-booted',
  summary: 'the host has another address, `address` or the next free one; its old one is silent',
  parameters: otherAddress,
  example: 'address-changed host=member-1 address=127.0.0.9',
  happen: ({ world, hosts }, { address }) => {
    const taken = world.state.hostList.length;
    hosts.forEach((host, position) => {
      // The host keeps its certificate, whatever its address is (xapi.md 2.9).
      const certificate = world.certificateOf(host.address);
      replace(host, { address: address ?? `127.0.0.${taken + position + 1}` });
      world.renewCertificate(host, certificate);
    });
    return undefined;
  },
};
