// A real PostgreSQL server of the machine's packages, in a temporary folder, as a user that is not root, on a free port.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import { PostgresConnection, type PostgresOptions } from '../../../src/journal/postgres/connection.js';

export const postgresPassword = 'correct-horse-battery';

/** Undefined where there is none; CI has it, and fails without. */
export function postgresPrograms(): string | undefined {
  const versions = '/usr/lib/postgresql';
  const found = existsSync(versions)
    ? readdirSync(versions)
        .sort((one, other) => Number(other) - Number(one))
        .map((version) => join(versions, version, 'bin'))
    : [];
  return found.find((folder) => existsSync(join(folder, 'initdb')));
}

export class PostgresServer {
  #process: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly programs: string,
    private readonly user: { uid: number; gid: number } | undefined,
  ) {}

  static async start(settings: readonly string[] = []): Promise<PostgresServer> {
    const programs = postgresPrograms();
    if (programs === undefined) throw new Error('no PostgreSQL server: apt-get install postgresql');
    const folder = mkdtempSync(join(tmpdir(), 'drydock-postgres-'));
    const user = unprivileged();
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const server = new PostgresServer(folder, await freePort(), programs, user);
    writeFileSync(join(folder, 'password'), postgresPassword);
    server.#run('initdb', [
      '-D',
      server.#data,
      '-U',
      'drydock',
      '-E',
      'UTF8',
      '--locale=C',
      '-A',
      'scram-sha-256',
      '--no-sync',
      '--pwfile',
      join(folder, 'password'),
    ]);
    await server.up(settings);
    const maintenance = server.connection('postgres');
    await maintenance.query('CREATE DATABASE drydock');
    await maintenance.close();
    return server;
  }

  get address(): string {
    return `postgres://drydock@127.0.0.1:${this.port}/drydock`;
  }

  get #data(): string {
    return join(this.folder, 'data');
  }

  options(database = 'drydock', port = this.port): PostgresOptions {
    return {
      address: { host: '127.0.0.1', port, user: 'drydock', database },
      password: () => new Secret(postgresPassword),
      clock: systemClock,
    };
  }

  connection(database = 'drydock'): PostgresConnection {
    return new PostgresConnection(this.options(database));
  }

  /** A file of the server's own, closed to others as it demands of a key. */
  place(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    if (this.user !== undefined) chownSync(path, this.user.uid, this.user.gid);
    return path;
  }

  /** Behind the back of whoever has the database open. */
  async query(sql: string): Promise<void> {
    const connection = this.connection();
    await connection.query(sql);
    await connection.close();
  }

  /** Answers when this returns. */
  async up(settings: readonly string[] = []): Promise<void> {
    const given = settings.flatMap((setting) => ['-c', setting]);
    const args = ['-D', this.#data, '-k', this.folder, '-h', '127.0.0.1', '-p', String(this.port), ...given];
    this.#process = spawn(join(this.programs, 'postgres'), args, { ...this.user, stdio: 'ignore' });
    const probe = this.connection('postgres');
    for (let attempt = 0; ; attempt++) {
      try {
        await probe.query('SELECT 1');
        break;
      } catch (error) {
        if (attempt > 300) throw error;
        await systemClock.sleep(50);
      }
    }
    await probe.close();
  }

  /** `SIGQUIT` ends it as a crash would: what is not on the disk is lost. `SIGINT` in an orderly way. */
  async down(signal: 'SIGQUIT' | 'SIGINT' = 'SIGINT'): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    this.#process = undefined;
    const ended = once(process, 'exit');
    process.kill(signal);
    await ended;
  }

  async end(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Empty again, for the next test. */
  async clear(): Promise<void> {
    const connection = this.connection('postgres');
    await connection.query('DROP DATABASE drydock WITH (FORCE)');
    await connection.query('CREATE DATABASE drydock');
    await connection.close();
  }

  #run(program: string, args: readonly string[]): void {
    execFileSync(join(this.programs, program), args, {
      ...this.user,
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: this.folder,
    });
  }
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
