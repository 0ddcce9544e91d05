/**
 * One connection to the database, made when it is needed and made again when it was lost. Every question has a deadline;
 * what the database answers is told apart from that it did not answer.
 */
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Client, ClientConfig, QueryResult } from 'pg';
import { after, type Clock, type Milliseconds } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import { describeAddress, isLocal, type PostgresAddress } from './address.js';

export const tlsModes = ['verify-full', 'verify-ca', 'off'] as const;

export type TlsMode = (typeof tlsModes)[number];

export interface PostgresOptions {
  readonly address: PostgresAddress;
  /** Undefined: none is sent (peer authentication over a socket, for one). Read for each connection. */
  password(): Secret | undefined;
  /** Default: verify-full, and off where nothing leaves the machine. */
  readonly tls?: TlsMode | undefined;
  /** A file with the authorities that the server's certificate is checked with, in place of the public ones. */
  readonly ca?: string | undefined;
  readonly clock: Clock;
}

/** The database did not answer, for whatever reason; what was asked may have been done. */
export class Away extends Error {}

export type Row = Readonly<Record<string, unknown>>;

/** For one answer, and for one connection. */
const answerWithin: Milliseconds = 10_000;

/** Of these the next attempt may find something else: SQLSTATE classes 08 (connection), 53 (resources), 57P (shutting down). */
const passing = /^(08|53|57P|57014|40|25006|55P03)/;

export class PostgresConnection {
  #client: Client | undefined;
  #socket: Socket | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(private readonly options: PostgresOptions) {}

  get shown(): string {
    return describeAddress(this.options.address);
  }

  /** One after the other, in the order in which they were asked. @throws Away, JOURNAL_REFUSED, or the database's own error */
  query(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const mine = this.#turn.then(() => this.#ask(text, values));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#turn;
    const client = this.#client;
    this.#drop();
    await client?.end().catch(() => undefined);
  }

  async #ask(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    if (this.#closed) throw new Away('the connection was closed');
    const late = after(this.options.clock, answerWithin, () => this.#break());
    try {
      this.#client ??= await this.#connect();
      const result: QueryResult<Row> = await this.#client.query<Row>(text, [...values]);
      return result.rows;
    } catch (error) {
      throw this.#judged(error);
    } finally {
      late();
    }
  }

  async #connect(): Promise<Client> {
    const { default: pg } = await import('pg');
    const { address } = this.options;
    const { host, port, user, database } = address;
    const password = this.options.password();
    const client = new pg.Client({
      ...{ host, port, user, database, application_name: 'drydock', keepAlive: true, ssl: this.#ssl() },
      // Never from PGPASSWORD or ~/.pgpass: what is configured holds, and nothing else.
      password: () => password?.reveal() ?? '',
      stream: () => (this.#socket = new Socket()),
    });
    client.on('error', () => {
      if (this.#client === client) this.#drop();
    });
    await client.connect();
    await client.query(
      `SET default_transaction_isolation TO 'read committed'; SET statement_timeout TO ${answerWithin}`,
    );
    return client;
  }

  #ssl(): ClientConfig['ssl'] {
    const { ca } = this.options;
    const mode = tlsModeOf(this.options);
    if (mode === 'off') return false;
    return {
      ...(ca === undefined ? {} : { ca: readFileSync(ca, 'utf8') }),
      // The driver gives the host itself, as a name to ask for only where it is one: the standard knows no addresses there.
      ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    };
  }

  #judged(error: unknown): unknown {
    const code = sqlState(error);
    // An error of the database's own leaves the connection as it was.
    if (code !== undefined && !passing.test(code) && !isRefusal(code)) return error;
    this.#break();
    if (code !== undefined && isRefusal(code)) return this.#refused(error);
    if (isOfCertificates(error)) return this.#refused(error);
    return error instanceof DrydockError ? error : new Away(describeCause(error), { cause: error });
  }

  #refused(cause: unknown): DrydockError {
    return new DrydockError('JOURNAL_REFUSED', {
      attempted: 'connecting to the database of the journal',
      subject: this.shown,
      found: describeCause(cause),
    });
  }

  #break(): void {
    this.#socket?.destroy(new Error('no answer in time'));
    this.#drop();
  }

  #drop(): void {
    this.#client = undefined;
    this.#socket = undefined;
  }
}

/** What holds where nothing is said. */
export function tlsModeOf({ address, tls }: Pick<PostgresOptions, 'address' | 'tls'>): TlsMode {
  return tls ?? (isLocal(address) ? 'off' : 'verify-full');
}

/** The five characters of the database's own errors. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'severity' in error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** User, password or database (28, 3D), rights (42501). */
function isRefusal(code: string): boolean {
  return code.startsWith('28') || code.startsWith('3D') || code === '42501';
}

function isOfCertificates(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : '';
  return (
    /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code) ||
    /does not support SSL/.test(text) ||
    (code === 'ENOENT' && /open/.test(text))
  );
}
