/** What is wrong below the calls: a closed port, another certificate, TLS of the last century (xapi.md 3.4, 6.5). */
import type { StepFault } from '../definition.js';
import { atStep } from '../parameters.js';

const parameters = atStep({});
const elevenYears = 11 * 365 * 86_400_000;

export const portClosed: StepFault<typeof parameters> = {
  area: 'Wire',
  strikes: 'step',
  at: 'start',
  summary: 'nothing listens on the port of the host, ECONNREFUSED, while it runs as before',
  parameters,
  example: 'port-closed host=coordinator at=staged lasts=2min',
  happen: ({ world, hosts }) => {
    const { closedPorts } = world.state.conditions;
    for (const host of hosts) {
      closedPorts.add(host.ref);
      world.announce(host);
    }
    return () => {
      for (const host of hosts) {
        closedPorts.delete(host.ref);
        world.announce(host);
      }
    };
  },
};

export const certificateChanged: StepFault<typeof parameters> = {
  area: 'Wire',
  strikes: 'step',
  at: 'host-booted',
  summary: 'the host shows another certificate than before',
  parameters,
  example: 'certificate-changed host=member-1',
  happen: ({ world, hosts }) => {
    for (const host of hosts) world.renewCertificate(host);
    return undefined;
  },
};

export const certificateExpired: StepFault<typeof parameters> = {
  area: 'Wire',
  strikes: 'step',
  at: 'start',
  summary: 'the certificate of the host has expired a year ago',
  parameters,
  example: 'certificate-expired host=coordinator',
  happen: ({ world, hosts }) => {
    for (const host of hosts) {
      world.renewCertificate(host, world.makeCertificate(host.address, new Date(world.now() - elevenYears)));
    }
    return undefined;
  },
};

export const oldTlsOnly: StepFault<typeof parameters> = {
  area: 'Wire',
  strikes: 'step',
  at: 'start',
  summary: 'the host offers TLS 1.0 alone, as releases up to 6.5 do: a client without a switch for it cannot connect',
  parameters,
  example: 'old-tls-only',
  happen: ({ world, hosts }) => {
    const { oldTls } = world.state.conditions;
    for (const host of hosts) {
      oldTls.add(host.ref);
      world.announce(host);
    }
    return () => {
      for (const host of hosts) {
        oldTls.delete(host.ref);
        world.announce(host);
      }
    };
  },
};
