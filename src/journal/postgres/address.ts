/** Where the database is, from an address as configured. A password never stands in it: addresses are shown. */
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface PostgresAddress {
  /** A host name or address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

const attempted = 'reading the address of the journal';

/** User, password, host, port, database, query. */
const form =
  /^postgres(?:ql)?:\/\/(?:([^:@/?#]+)(:[^@/?#]*)?@)?(\[[^\]]+\]|[^:/?#]*)(?::(\d{1,5}))?\/([^/?#]*)(?:\?(.*))?$/;

/**
 * `postgres://USER@HOST[:PORT]/DATABASE`, or `postgres://USER@/DATABASE?host=/run/postgresql` for a Unix socket.
 * @throws CONFIG_INVALID, which never repeats a password
 */
export function parsePostgresAddress(text: string): PostgresAddress {
  const problem = postgresAddressProblem(text);
  if (problem !== undefined) throw new DrydockError('CONFIG_INVALID', { attempted, found: problem });
  const [, user = '', , host = '', port, database = '', query] = form.exec(text) ?? [];
  return {
    host: folderOf(query) ?? host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? 5432 : Number(port),
    user: decodeURIComponent(user),
    database: decodeURIComponent(database),
  };
}

/** What is wrong with the address, as a clause; undefined when nothing is. */
export function postgresAddressProblem(text: string): string | undefined {
  const [whole, user, password, host, port, database, query] = form.exec(text) ?? [];
  if (whole === undefined) return 'must have the form postgres://USER@HOST/DATABASE';
  if (password !== undefined) return 'must not hold a password: that belongs into a file, a variable or a credential';
  if (user === undefined) return 'must name a user, as in postgres://USER@HOST/DATABASE';
  if (database === '') return 'must name a database, as in postgres://USER@HOST/DATABASE';
  if (Number(port ?? 1) > 65_535 || port === '0') return 'must have a port of 1 to 65535';
  const others = [...new URLSearchParams(query).keys()].filter((name) => name !== 'host');
  if (others.length > 0) return `must not have a parameter but host (found ${others.join(', ')})`;
  const folder = folderOf(query);
  if (folder === undefined && host === '') return 'must name a host, or the folder of a socket with ?host=';
  if (folder?.startsWith('/') === false) return 'must name the folder of the socket with its whole path';
  return undefined;
}

/** As it may be shown. */
export function describeAddress({ host, port, user, database }: PostgresAddress): string {
  if (host.startsWith('/')) return `postgres://${user}@/${database}?host=${host}`;
  return `postgres://${user}@${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}

/** Nothing leaves the machine: TLS would protect from nobody. */
export function isLocal({ host }: PostgresAddress): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function folderOf(query: string | undefined): string | undefined {
  return new URLSearchParams(query).get('host') ?? undefined;
}
