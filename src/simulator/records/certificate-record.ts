/** Host certificates as records (8.2 and later): the same bytes that the host shows in the TLS handshake. */
import type { Entity, Host } from '../state/objects.js';
import { WireDateTime } from '../wire/wire-value.js';
import type { RecordSource } from './record-builder.js';

interface Certificate extends Entity {
  readonly host: Host;
}

export const certificateSource: RecordSource<Certificate> = {
  list: (world) => world.state.hostList.map((host) => ({ ...host.certificate, host })),
  fields: ({ host }, world) => {
    const { fingerprint, validFrom, validTo } = world.certificateOf(host.address);
    const shown = (fingerprint.toUpperCase().match(/../g) ?? []).join(':');
    return {
      name: '',
      type: 'host',
      host: host.ref,
      fingerprint: shown,
      fingerprint_sha256: shown,
      not_before: WireDateTime.at(validFrom.getTime()),
      not_after: WireDateTime.at(validTo.getTime()),
    };
  },
};
