import { expect } from 'chai';
import type { Journal, JournalEntry } from '../../src/journal/journal.js';
import { postgresLeases } from '../../src/journal/postgres/postgres-leases.js';
import { openPostgresJournal } from '../../src/journal/postgres/postgres-journal.js';
import { systemClock } from '../../src/shared/clock.js';
import { systemRandomBytes } from '../../src/shared/random-bytes.js';
import { Secret } from '../../src/shared/secret.js';
import { CutProxy } from '../support/journal/cut-proxy.js';
import { journalContract } from '../support/journal/journal-contract.js';
import { leasesContract } from '../support/journal/leases-contract.js';
import { postgresPrograms, PostgresServer } from '../support/journal/postgres-server.js';

const noted = (key: string): JournalEntry => ({ type: 'noted', what: 'seen', key, detail: {} });
const lasts = 1500;

describe('the journal on PostgreSQL', () => {
  let server: PostgresServer;
  let isUp = false;
  let opened: Journal[] = [];

  before(async function () {
    if (postgresPrograms() === undefined && process.env['CI'] === undefined) {
      process.stdout.write('  PostgreSQL is not installed: its tests are left out (apt-get install postgresql)\n');
      this.skip();
    }
    server = await PostgresServer.start();
    isUp = true;
  });

  beforeEach(async () => {
    opened = [];
    await server.clear();
  });

  afterEach(() => Promise.all(opened.map((journal) => journal.close())));

  after(async () => {
    if (isUp) await server.end();
  });

  async function open(port = server.port, patience?: number): Promise<Journal> {
    const options = { ...server.options('drydock', port), random: systemRandomBytes };
    const journal = await openPostgresJournal(patience === undefined ? options : { ...options, patience });
    opened.push(journal);
    return journal;
  }

  describe('keeps the promises of every journal:', () => {
    journalContract(() => ({
      open: () => openPostgresJournal({ ...server.options(), random: systemRandomBytes }),
    }));
  });

  describe('is shared by leases:', () => {
    leasesContract(() => ({
      journal: () => openPostgresJournal({ ...server.options(), random: systemRandomBytes }),
      leases: (holder) => postgresLeases({ ...server.options(), holder, lasts }),
      expire: () => systemClock.sleep(lasts + 200),
    }));
  });

  it('writes a record once when the answer to its commit is lost', async () => {
    const proxy = await CutProxy.before(server.port);
    const journal = await open(proxy.port);
    proxy.loseAnswerTo((sent) => sent.includes('"h1"'));

    const record = await journal.append('r1', 1, noted('h1'));
    await journal.append('r1', 2, noted('h2'));

    const again = await open();
    expect(record.sequence).to.equal(1);
    expect(again.records('r1').map(({ at }) => at)).to.deep.equal([1, 2]);
    await proxy.end();
  });

  it('waits while the database is away, says why, and goes on when it is back', async () => {
    const proxy = await CutProxy.before(server.port);
    const journal = await open(proxy.port);
    proxy.cut();

    const appended = journal.append('r1', 1, noted('h1'));
    while (journal.trouble === undefined) await systemClock.sleep(20);
    expect(journal.trouble).to.match(/^the database of the journal does not answer: /);
    proxy.mend();

    expect((await appended).sequence).to.equal(1);
    expect(journal.trouble).to.equal(undefined);
    await proxy.end();
  });

  it('gives up within its patience, and names the database without a password', async () => {
    const proxy = await CutProxy.before(server.port);
    const journal = await open(proxy.port, 700);
    proxy.cut();

    const error: unknown = await journal.append('r1', 1, noted('h1')).catch((cause: unknown) => cause);

    expect(error).to.have.property('code', 'JOURNAL_UNREACHABLE');
    expect(String(error)).to.contain(`postgres://drydock@127.0.0.1:${proxy.port}/drydock`);
    await proxy.end();
  });

  it('lets nobody wait for long for a journal that is closed', async () => {
    const proxy = await CutProxy.before(server.port);
    const journal = await open(proxy.port);
    proxy.cut();
    const appended = journal.append('r1', 1, noted('h1')).catch((cause: unknown) => cause);
    while (journal.trouble === undefined) await systemClock.sleep(20);

    await journal.close();

    expect(String(await appended)).to.contain('closed');
    await proxy.end();
  });

  it('has lost nothing after a crash of the server, also where its settings let commits run ahead of the disk', async () => {
    const maintenance = server.connection();
    await maintenance.query('ALTER ROLE drydock SET synchronous_commit TO off');
    await maintenance.close();
    const journal = await open();
    try {
      for (let round = 0; round < 3; round++) {
        const record = await journal.append('r1', round, noted(`h${round}`));
        await server.down('SIGQUIT');
        await server.up();
        await journal.refresh();
        expect((await open()).last).to.equal(record.sequence);
      }
    } finally {
      const connection = server.connection();
      await connection.query('ALTER ROLE drydock RESET synchronous_commit');
      await connection.close();
    }
  });

  it('is read in pages that are bounded in bytes: many plans of large pools are more than one answer should hold', async () => {
    const journal = await open();
    for (let index = 0; index < 4; index++) await journal.append('r1', index, noted('h'.repeat(1_500_000 * index + 1)));

    expect((await open()).records('r1').map(({ at }) => at)).to.deep.equal([0, 1, 2, 3]);
  });

  it('lets many processes append at once: every record once, in one unbroken order', async () => {
    const journals = await Promise.all(Array.from({ length: 4 }, () => open()));
    await Promise.all(
      journals.map(async (journal, who) => {
        for (let index = 0; index < 25; index++) await journal.append(`r${who}`, index, noted('h'));
      }),
    );

    const again = await open();

    expect(again.last).to.equal(100);
    for (const who of [0, 1, 2, 3]) expect(again.records(`r${who}`)).to.have.length(25);
  });

  for (const [what, sql] of [
    ['a changed entry', `UPDATE drydock_record SET entry = replace(entry, 'h1', 'h9') WHERE sequence = 1`],
    ['a missing record', 'DELETE FROM drydock_record WHERE sequence = 1'],
  ] as const) {
    it(`notices ${what}`, async () => {
      const journal = await open();
      await journal.append('r1', 1, noted('h1'));
      await journal.append('r1', 2, noted('h2'));
      const connection = server.connection();
      await connection.query(sql);
      await connection.close();

      expect(await open().catch((error: unknown) => error)).to.have.property('code', 'JOURNAL_DAMAGED');
    });
  }

  describe('refuses a database that took over without the last records:', () => {
    let journal: Journal;

    beforeEach(async () => {
      journal = await open();
      for (const key of ['h1', 'h2', 'h3']) await journal.append('r1', 1, noted(key));
      await server.query(`DELETE FROM drydock_record WHERE sequence > 1;
        UPDATE drydock_head SET (sequence, digest) = (SELECT sequence, digest FROM drydock_record)`);
    });

    const damaged = async (done: Promise<unknown>): Promise<void> => {
      expect(await done.catch((error: unknown) => error)).to.have.property('code', 'JOURNAL_DAMAGED');
    };

    it('an append is not acknowledged with the record that had its number before', () =>
      damaged(journal.append('r1', 2, noted('h4'))));

    it('a look for new records does not find it up to date', () => damaged(journal.refresh()));

    it('nor when others have appended up to the same number since', async () => {
      const other = await open();
      for (const key of ['h7', 'h8']) await other.append('r1', 3, noted(key));
      await damaged(journal.refresh());
      await damaged(journal.append('r1', 4, noted('h9')));
    });
  });

  it('is not opened by an older version of Drydock than made it, and one that has it open loses nothing', async () => {
    const older = await open();
    const connection = server.connection();
    await connection.query('UPDATE drydock_schema SET version = 99');
    await connection.close();

    expect(await open().catch((error: unknown) => error)).to.have.property('code', 'STATE_CORRUPT');
    expect((await older.append('r1', 1, noted('h1'))).sequence).to.equal(1);
  });

  it('of the first version is brought to this one, which takes the holder of a lease into account', async () => {
    await open();
    await server.query(`DROP FUNCTION drydock_append; UPDATE drydock_schema SET version = 1;
      ALTER TABLE drydock_lease DROP COLUMN told;
      CREATE FUNCTION drydock_append(text, text, text, text, text, bigint, bigint) RETURNS int LANGUAGE sql AS 'SELECT 1'`);

    expect((await (await open()).append('r1', 1, noted('h1'))).sequence).to.equal(1);
  });

  it('of the second version is brought to this one under a controller that goes on with its lease', async () => {
    const journal = await open();
    const leases = postgresLeases({ ...server.options(), holder: 'jump1', lasts: 60_000 });
    const epoch = (await leases.take('pool')) ?? 0;
    await server.query('ALTER TABLE drydock_lease DROP COLUMN told; UPDATE drydock_schema SET version = 2');

    await open();

    const lease = { subject: 'pool', holder: 'jump1', epoch };
    expect((await journal.append('r1', 1, noted('h1'), { lease })).sequence).to.equal(1);
    expect([...(await leases.renew([{ subject: 'pool', epoch, told: 'waits' }]))]).to.deep.equal(['pool']);
    await leases.close();
  });

  it('is made once when several processes open it first at the same moment', async () => {
    const journals = await Promise.all([open(), open(), open()]);

    for (const journal of journals) await journal.append('r1', 1, noted('h1'));

    expect((await open()).last).to.equal(3);
  });

  for (const [what, change] of [
    ['a wrong password', { password: () => new Secret('wrong') }],
    ['a database that is not there', { address: { database: 'nowhere' } }],
    ['a server without TLS where it is asked for', { tls: 'verify-full' }],
  ] as const) {
    it(`is refused at once with ${what}`, async () => {
      const usual = server.options();
      const options = {
        ...usual,
        ...change,
        address: { ...usual.address, ...('address' in change ? change.address : {}) },
      };

      const error: unknown = await openPostgresJournal({ ...options, random: systemRandomBytes }).catch(
        (cause: unknown) => cause,
      );

      expect(error).to.have.property('code', 'JOURNAL_REFUSED');
    });
  }
});
