import { expect } from 'chai';
import type { ResolvedSettings } from '../../src/daemon/config/resolve.js';
import { judge } from '../../src/daemon/doctor/judge.js';
import { readDatabase, surveyOf } from '../../src/daemon/doctor/facts/database.js';
import { known } from '../../src/daemon/doctor/known.js';
import type { JournalEntry } from '../../src/journal/journal.js';
import { openPostgresJournal } from '../../src/journal/postgres/postgres-journal.js';
import { postgresLeases } from '../../src/journal/postgres/postgres-leases.js';
import { schemaVersion } from '../../src/journal/postgres/schema.js';
import { systemRandomBytes } from '../../src/shared/random-bytes.js';
import { healthyFacts, healthySettings } from '../support/doctor-facts.js';
import { postgresPassword, postgresPrograms, PostgresServer } from '../support/journal/postgres-server.js';

describe('doctor, where the journal is on PostgreSQL', () => {
  let server: PostgresServer;
  let settings: ResolvedSettings;
  let isUp = false;

  before(async function () {
    if (postgresPrograms() === undefined && process.env['CI'] === undefined) this.skip();
    server = await PostgresServer.start(['fsync=off']);
    isUp = true;
    const postgres = { ...healthySettings.postgres, passwordEnvironment: 'DATABASE_PASSWORD' };
    settings = { ...healthySettings, journal: server.address, postgres };
  });

  after(async () => {
    if (isUp) await server.end();
  });

  const read = (password = postgresPassword) => readDatabase(settings, { DATABASE_PASSWORD: password });

  /** What the checks of the database say: `id severity`, all but passes. */
  async function found(password?: string): Promise<readonly string[]> {
    const pools = known([{ pool: 'lab', hosts: known([]) }]);
    const { results } = judge({ ...healthyFacts, settings, database: await read(password), pools });
    return results
      .filter(({ id, severity }) => id.startsWith('database-') && severity !== 'pass')
      .map(({ id, severity, subject }) => `${id} ${severity} ${subject}`);
  }

  it('looks at an empty database without making anything in it', async () => {
    expect(await found()).to.deep.equal([
      'database-durable failure fsync',
      'database-durable info synchronous_standby_names',
      `database-schema info ${server.address}`,
    ]);
    expect(surveyOf(await read())?.schema).to.equal(0);
  });

  it('knows the open runs, and who has their pools', async () => {
    const journal = await openPostgresJournal({ ...server.options(), random: systemRandomBytes });
    const planned = (pool: string): JournalEntry => ({ type: 'planned', pool, plan: { pool: { uuid: `u-${pool}` } } });
    const state = (name: string): JournalEntry => ({ type: 'state', state: name, reason: 'so', detail: {} });
    const started: JournalEntry = { type: 'command', command: 'start', by: 'ann', detail: {} };
    for (const pool of ['lab', 'attic', 'cellar', 'done']) await journal.append(pool, 1, planned(pool));
    for (const pool of ['lab', 'attic', 'done']) await journal.append(pool, 2, started);
    for (const name of ['running', 'done']) await journal.append('done', 3, state(name));
    await journal.close();
    const leases = postgresLeases({ ...server.options(), holder: 'jump2', lasts: 60_000 });
    await leases.take('u-lab');

    const survey = surveyOf(await read());

    expect(survey?.schema).to.equal(schemaVersion);
    expect(survey?.openRuns).to.deep.equal([
      { run: 'attic', pool: 'attic', poolUuid: 'u-attic', isUnderWay: true, holder: undefined },
      { run: 'cellar', pool: 'cellar', poolUuid: 'u-cellar', isUnderWay: false, holder: undefined },
      { run: 'lab', pool: 'lab', poolUuid: 'u-lab', isUnderWay: true, holder: 'jump2' },
    ]);
    expect((await found()).filter((one) => one.startsWith('database-pools'))).to.deep.equal([
      'database-pools failure attic',
      'database-pools notice cellar',
    ]);
    await leases.close();
  });

  it('knows the open rollouts, which of their pools are yet to be begun, and who drives them', async () => {
    await server.clear();
    const journal = await openPostgresJournal({ ...server.options(), random: systemRandomBytes });
    const rollout = (...pools: string[]): JournalEntry => ({
      type: 'rollout',
      plan: { pools: pools.map((pool) => ({ pool })) },
    });
    const noted = (what: string, key: string): JournalEntry => ({ type: 'noted', what, key, detail: {} });
    const start: JournalEntry = { type: 'command', command: 'start', by: 'ann', detail: {} };
    const [first, second, done] = ['rollout-2026-11-26-1', 'rollout-2026-11-26-2', 'rollout-2026-11-26-3'];
    await journal.append(first, 1, rollout('lab', 'attic', 'cellar', 'shed'));
    await journal.append(first, 2, start);
    await journal.append(first, 3, noted('pool-begun', 'lab'));
    await journal.append(first, 4, noted('pool-skipped', 'cellar'));
    await journal.append(second, 5, rollout('lab'));
    await journal.append(done, 6, rollout('garage'));
    await journal.append(done, 7, { type: 'state', state: 'done', reason: 'so', detail: {} });
    // Of a newer version, or damaged: it hides no other, and nothing else that doctor reads of the database.
    const [unread, half] = ['rollout-2026-11-26-4', 'rollout-2026-11-26-5'];
    await journal.append(unread, 8, { type: 'rollout', plan: { pools: 'of another form' } });
    await journal.append(half, 9, { type: 'rollout', plan: { pools: ['lab', { pool: 'attic' }] } });
    await journal.close();

    expect(surveyOf(await read())?.openRollouts).to.deep.equal([
      { rollout: first, pools: ['attic', 'shed'], isUnderWay: true, holder: undefined },
      { rollout: second, pools: ['lab'], isUnderWay: false, holder: undefined },
      { rollout: unread, pools: [], isUnderWay: false, holder: undefined },
      { rollout: half, pools: ['attic'], isUnderWay: false, holder: undefined },
    ]);
    expect((await found()).filter((one) => one.startsWith('database-pools'))).to.deep.equal([
      `database-pools failure ${first}`,
      `database-pools notice ${half}`,
    ]);
  });

  it('times commits and compares the clocks', async () => {
    const survey = surveyOf(await read());

    expect(survey?.commit).to.be.a('number').least(0);
    expect(Math.abs(survey?.ahead ?? Infinity)).to.be.below(60_000);
  });

  it('says why a database cannot be used, and why one does not answer', async () => {
    expect(await found('wrong')).to.deep.equal([`database-reachable failure ${server.address}`]);
    expect((await read('wrong'))?.answer)
      .to.have.property('reason')
      .that.contains('password');
    await server.down();
    expect((await read())?.answer).to.have.property('problem', 'away');
  });
});
