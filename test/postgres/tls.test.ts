import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PostgresOptions } from '../../src/journal/postgres/connection.js';
import { openPostgresJournal } from '../../src/journal/postgres/postgres-journal.js';
import { postgresLeases } from '../../src/journal/postgres/postgres-leases.js';
import { surveyDatabase } from '../../src/journal/postgres/survey.js';
import { systemClock } from '../../src/shared/clock.js';
import { systemRandomBytes } from '../../src/shared/random-bytes.js';
import { makeCertificates, type Certificates } from '../support/journal/postgres-certificates.js';
import { postgresPrograms, PostgresServer } from '../support/journal/postgres-server.js';

describe('TLS to the database of the journal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-postgres-tls-'));
  let server: PostgresServer;
  let certificates: Certificates;
  let isUp = false;

  before(async function () {
    if (postgresPrograms() === undefined && process.env['CI'] === undefined) this.skip();
    server = await PostgresServer.start();
    isUp = true;
    certificates = makeCertificates(folder, 'DNS:localhost');
    await server.down();
    await server.up([
      'ssl=on',
      `ssl_cert_file=${server.place('server.pem', certificates.certificate)}`,
      `ssl_key_file=${server.place('server.key', certificates.key)}`,
    ]);
  });

  after(async () => {
    if (isUp) await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The certificate is made out to `localhost`; by its address the server has another name. */
  function options(host: string, more: Pick<PostgresOptions, 'tls' | 'ca'>): PostgresOptions {
    const usual = server.options();
    return { ...usual, address: { ...usual.address, host }, ...more };
  }

  /** The version of TLS as the server says it, or the error. */
  async function outcome(given: PostgresOptions): Promise<string> {
    try {
      await (await openPostgresJournal({ ...given, random: systemRandomBytes })).close();
      return (await surveyDatabase(given)).tlsVersion ?? 'no TLS';
    } catch (error) {
      return String(error);
    }
  }

  it('is used with verify-full, by journal and leases, where the certificate is good and of that host', async () => {
    const given = options('localhost', { tls: 'verify-full', ca: certificates.authority });

    expect(await outcome(given)).to.equal('TLSv1.3');
    const leases = postgresLeases({ ...given, holder: 'jump1', lasts: 1000 });
    expect(await leases.take('pool')).to.equal(1);
    await leases.close();
  });

  it('is refused with verify-full where the certificate is of another host', async () => {
    const given = options('127.0.0.1', { tls: 'verify-full', ca: certificates.authority });

    expect(await outcome(given))
      .to.match(/JOURNAL_REFUSED|cannot be used/)
      .and.match(/127\.0\.0\.1.*cert/i);
  });

  it('is used with verify-ca where the certificate is of another host', async () => {
    expect(await outcome(options('127.0.0.1', { tls: 'verify-ca', ca: certificates.authority }))).to.equal('TLSv1.3');
  });

  for (const tls of ['verify-full', 'verify-ca'] as const) {
    it(`is refused with ${tls} where another authority is named`, async () => {
      const given = options('localhost', { tls, ca: certificates.otherAuthority });

      expect(await outcome(given)).to.match(/unable to verify|self.signed|local issuer/i);
    });

    it(`is refused with ${tls} where no authority is named: the public ones do not know this one`, async () => {
      expect(await outcome(options('localhost', { tls }))).to.match(/unable to verify|self.signed|local issuer/i);
    });
  }

  it('is used with verify-full by an address that the certificate is made out to', async () => {
    const { certificate, key, authority } = makeCertificates(folder, 'IP:127.0.0.1');
    server.place('server.pem', certificate);
    server.place('server.key', key);
    await server.query('SELECT pg_reload_conf()');
    const given = options('127.0.0.1', { tls: 'verify-full', ca: authority });
    const used = async (): Promise<boolean> => (await outcome(given)) === 'TLSv1.3';
    let isUsed = await used();
    for (let look = 0; look < 100 && !isUsed; look++) {
      await systemClock.sleep(50);
      isUsed = await used();
    }

    expect(isUsed).to.equal(true);
    expect(await outcome(options('localhost', { tls: 'verify-full', ca: authority }))).to.match(/localhost.*cert/i);
  });

  it('is refused where the file of the authority is not there, with its name', async () => {
    const given = options('localhost', { tls: 'verify-full', ca: join(folder, 'nowhere.pem') });

    expect(await outcome(given)).to.contain('nowhere.pem');
  });

  it('is not used with off, nor where nothing is said of a database on this machine', async () => {
    expect(await outcome(options('localhost', { tls: 'off' }))).to.equal('no TLS');
    expect(await outcome(options('127.0.0.1', {}))).to.equal('no TLS');
  });

  it('is missed by a server that demands it, and the refusal says so', async () => {
    server.place('data/pg_hba.conf', 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
    await server.query('SELECT pg_reload_conf()');
    // The server reads it in its own time.
    for (let look = 0; look < 100 && (await outcome(options('127.0.0.1', {}))) === 'no TLS'; look++)
      await systemClock.sleep(50);

    expect(await outcome(options('127.0.0.1', { tls: 'off' }))).to.contain('no pg_hba.conf entry');
    expect(await outcome(options('127.0.0.1', { tls: 'verify-ca', ca: certificates.authority }))).to.equal('TLSv1.3');
  });
});
