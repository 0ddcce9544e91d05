import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { settingsSchema, type Settings } from '../../src/daemon/config/schema.js';
import { copyStateJournal } from '../../src/daemon/journal/copy-state-journal.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { postgresLeases } from '../../src/journal/postgres/postgres-leases.js';
import { openPostgresJournal } from '../../src/journal/postgres/postgres-journal.js';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import { systemRandomBytes } from '../../src/shared/random-bytes.js';
import { postgresPassword, postgresPrograms, PostgresServer } from '../support/journal/postgres-server.js';

describe('drydock journal copy', () => {
  let server: PostgresServer;
  let isUp = false;
  let folder = '';
  let settings: Settings;

  before(async function () {
    if (postgresPrograms() === undefined && process.env['CI'] === undefined) this.skip();
    server = await PostgresServer.start();
    isUp = true;
  });

  beforeEach(async () => {
    await server.clear();
    folder = mkdtempSync(join(tmpdir(), 'drydock-copy-'));
    writeFileSync(join(folder, 'password'), postgresPassword, { mode: 0o600 });
    settings = settingsSchema.parse({
      state: join(folder, 'state'),
      postgres: { passwordFile: join(folder, 'password') },
    });
    const journal = openSqliteJournal(stateLayout(settings.state).journal);
    await journal.append('r1', 1.5, { type: 'started', epoch: 1, by: 'ann \u{1F6A2}' });
    await journal.append('r2', 2, { type: 'state', state: 'running', reason: '"\n', detail: { z: 1, a: [null] } });
    await journal.close();
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  after(async () => {
    if (isUp) await server.end();
  });

  it('brings every record to the database, and from there into another state folder', async () => {
    const there = await copyStateJournal({ from: 'sqlite', to: server.address }, settings, {});
    const other = { ...settings, state: join(folder, 'other') };
    const back = await copyStateJournal({ from: server.address, to: 'sqlite' }, other, {});

    expect([there, back]).to.deep.equal(Array(2).fill({ records: 2, runs: 2, before: 0 }));
    const first = openSqliteJournal(stateLayout(settings.state).journal);
    const second = openSqliteJournal(stateLayout(other.state).journal);
    for (const run of ['r1', 'r2']) expect(second.records(run)).to.deep.equal(first.records(run));
    await Promise.all([first.close(), second.close()]);
  });

  it('is refused while a controller has a pool under a lease', async () => {
    await (await openPostgresJournal({ ...server.options(), random: systemRandomBytes })).close();
    const leases = postgresLeases({ ...server.options(), holder: 'jump2', lasts: 60_000 });
    await leases.take('pool');
    await leases.close();

    const error: unknown = await copyStateJournal({ from: 'sqlite', to: server.address }, settings, {}).catch(
      (cause: unknown) => cause,
    );

    expect(error).to.have.property('code', 'JOURNAL_COPY_REFUSED');
    expect(String(error)).to.contain('jump2');
  });

  it('is refused while the controller of the state folder runs', async () => {
    const journal = openSqliteJournal(stateLayout(settings.state).journal);

    const error: unknown = await copyStateJournal({ from: 'sqlite', to: server.address }, settings, {}).catch(
      (cause: unknown) => cause,
    );

    expect(error).to.have.property('code', 'LOCK_HELD');
    await journal.close();
  });

  it('is refused between two places of one kind', async () => {
    const error: unknown = await copyStateJournal({ from: 'sqlite', to: 'sqlite' }, settings, {}).catch(
      (cause: unknown) => cause,
    );

    expect(error).to.have.property('code', 'USAGE');
  });
});
