/** The columns of the matrix: every address that the running media server tells hosts, on each protocol. */
import type { Endpoint } from '../../contract/media-server.js';
import type { Mirror } from '../../contract/mirror.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ProofColumn, ProofProtocol } from './proof-report.js';

export interface WantedColumns {
  /** Empty: all, and HTTPS is shown as what nobody is pointed at. */
  readonly protocols: readonly Exclude<ProofProtocol, 'https'>[];
  /** Tried on the ports of the listeners in place of the advertised ones; empty: the advertised ones. */
  readonly addresses: readonly string[];
}

/** A mirror is one column: hosts are pointed at it over HTTP, at the one address that it has. */
export function mirrorColumn({ name, url }: Mirror): ProofColumn {
  const { hostname, port } = new URL(url);
  return { protocol: 'http', address: hostname, port: port === '' ? 80 : Number(port), mirror: name };
}

/** @throws PROOF_NO_LISTENER for a protocol that was asked for by name and is not served */
export function proofColumns(endpoints: readonly Endpoint[], wanted: WantedColumns): readonly ProofColumn[] {
  const all: readonly ProofProtocol[] = ['http', 'https', 'ftp', 'nfs'];
  const named: readonly ProofProtocol[] = wanted.protocols;
  const protocols = named.length === 0 ? all : all.filter((one) => named.includes(one));
  for (const protocol of protocols) requireListener(endpoints, protocol, wanted.protocols.length > 0);
  const columns = protocols.flatMap((protocol) => served(endpoints, protocol, wanted.addresses));
  return columns.filter((column, index) => columns.findIndex((other) => same(column, other)) === index);
}

function served(
  endpoints: readonly Endpoint[],
  protocol: ProofProtocol,
  addresses: readonly string[],
): readonly ProofColumn[] {
  const own = endpoints.filter((endpoint) => endpoint.protocol === protocol);
  const advertised = own.map(({ address, port }) => ({ protocol, address, port }));
  if (addresses.length === 0) return advertised;
  return addresses.flatMap((address) => {
    const known = advertised.filter((column) => column.address === address);
    return known.length > 0 ? known : own.map(({ port }) => ({ protocol, address, port }));
  });
}

function requireListener(endpoints: readonly Endpoint[], protocol: ProofProtocol, byName: boolean): void {
  if (!byName || endpoints.some((endpoint) => endpoint.protocol === protocol)) return;
  throw new DrydockError('PROOF_NO_LISTENER', {
    attempted: 'choosing the addresses to prove',
    subject: protocol,
    found: endpoints.map((endpoint) => `${endpoint.protocol}://${endpoint.address}:${endpoint.port}`).join(', '),
  });
}

function same(left: ProofColumn, right: ProofColumn): boolean {
  return left.protocol === right.protocol && left.address === right.address && left.port === right.port;
}
