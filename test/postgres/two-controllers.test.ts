import { expect } from 'chai';
import { systemClock } from '../../src/shared/clock.js';
import { postgresPrograms, PostgresServer } from '../support/journal/postgres-server.js';
import { TwoControllers } from '../support/journal/two-controllers.js';

interface Loss {
  readonly what: string;
  /** At how many records of the run it strikes. */
  readonly at: number;
  readonly lose: (site: TwoControllers) => void;
  /** Afterwards, when the other has the pool. */
  readonly giveBack: (site: TwoControllers) => void;
}

const first = (site: TwoControllers): number => site.pids[0] ?? 0;

const losses: readonly Loss[] = [
  {
    what: 'is killed',
    at: 18,
    lose: (site) => process.kill(first(site), 'SIGKILL'),
    giveBack: () => undefined,
  },
  {
    what: 'is stopped past its lease, and goes on later',
    at: 34,
    lose: (site) => process.kill(first(site), 'SIGSTOP'),
    giveBack: (site) => process.kill(first(site), 'SIGCONT'),
  },
  {
    what: 'does not reach the database for longer than its lease',
    at: 26,
    lose: (site) => site.proxy.cut(),
    giveBack: (site) => site.proxy.mend(),
  },
];

describe('Two controllers as processes on one database', function () {
  this.timeout(600_000);
  let server: PostgresServer;
  let isUp = false;

  before(async function () {
    if (postgresPrograms() === undefined && process.env['CI'] === undefined) this.skip();
    server = await PostgresServer.start();
    isUp = true;
  });

  beforeEach(() => server.clear());

  after(async () => {
    if (isUp) await server.end();
  });

  for (const [seed, { what, at, lose, giveBack }] of losses.entries()) {
    it(`bring a run to its end when the one that has the pool ${what}`, async () => {
      const site = await TwoControllers.open(server, seed + 1);
      let isBack = false;
      try {
        await site.start();
        await site.until(`record ${at}`, async () => (await site.records()) >= at);
        lose(site);
        await site.until('the other controller to take over', () => site.takenOver());
        await systemClock.sleep(2000);
        giveBack(site);
        isBack = true;

        expect(await site.ended()).to.equal('done');
        expect(await site.broken()).to.deep.equal([]);
      } finally {
        if (!isBack) giveBack(site);
        await site.close();
      }
    });
  }

  it('take commands for a run of the other: paused at one, it stops at the other', async () => {
    const site = await TwoControllers.open(server, 9);
    try {
      await site.start();
      await site.until('the run to begin', async () => (await site.control(1).run(site.run)).state === 'running');
      await site.control(1).command(site.run, { command: 'pause', by: 'bob' });
      await site.until('the pause', async () => (await site.control(0).run(site.run)).state === 'paused');
      await site.control(1).command(site.run, { command: 'resume', by: 'bob' });

      expect(await site.ended()).to.equal('done');
      expect(await site.broken()).to.deep.equal([]);
      expect(await site.takenOver()).to.equal(false);
    } finally {
      await site.close();
    }
  });
});
