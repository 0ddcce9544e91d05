import { expect } from 'chai';
import type { RunStatus } from '../../src/contract/run-status.js';
import { seededRandom } from '../../src/simulator/state/random.js';
import { hasEnded, Site } from '../support/chaos/site.js';
import { brokenInvariants } from '../support/scenario/invariants.js';

interface Kills {
  readonly seed: number;
  readonly kills: number;
  /** Milliseconds between two kills. */
  readonly between: readonly [number, number];
  readonly kill: (site: Site) => Promise<void>;
}

/** Real time: what is tested here is real processes. */
const pause = (duration: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration));

/** One upgrade with kills at random moments; ends when it has ended, gives its last status and how many kills struck. */
async function upgradeUnderKills({
  seed,
  kills,
  between,
  kill,
}: Kills): Promise<{ struck: number; broken: string[]; status: RunStatus }> {
  const random = seededRandom(seed);
  const site = await Site.open(seed);
  let run: string | undefined;
  let struck = 0;
  try {
    run = await site.startRun();
    let status = await site.control.run(run);
    for (let end = Date.now() + 600_000; !hasEnded(status) && Date.now() < end;) {
      await pause(random.between(between[0], between[1]));
      if (struck < kills) {
        await kill(site);
        struck++;
      }
      status = await site.control.run(run);
    }
    const telling = await site.filesWithTokens();
    const kept = await site.close(run);
    if (kept === undefined) throw new Error('no journal');
    const broken = brokenInvariants({
      ...kept,
      history: site.simulator.pool.history,
      status,
      secrets: [site.simulator.password],
    });
    return { struck, broken: [...broken, ...telling], status };
  } catch (error) {
    await site.close();
    throw error;
  }
}

async function killController(site: Site): Promise<void> {
  process.kill((await site.control.status()).pid, 'SIGKILL');
  await site.startController();
}

async function killServingProcess(site: Site): Promise<void> {
  process.kill(await site.servingPid(), 'SIGKILL');
}

/** Runs until so many kills have struck in all. */
async function kill(
  total: number,
  between: readonly [number, number],
  how: (site: Site) => Promise<void>,
): Promise<void> {
  let struck = 0;
  for (let seed = 1; struck < total; seed++) {
    const round = await upgradeUnderKills({ seed, kills: total - struck, between, kill: how });
    console.log(`      seed ${seed}: ${round.struck} kills, ${round.status.state}: ${round.status.reason}`);

    expect(round.broken).to.deep.equal([]);
    expect(round.status.state, round.status.reason).to.equal('done');
    expect(round.struck).to.be.greaterThan(0);
    struck += round.struck;
  }
}

describe('An upgrade over real processes and sockets', function () {
  this.timeout(1_200_000);

  it('ends well although its controller is killed 50 times at random moments', () =>
    kill(50, [500, 3500], killController));

  it('ends well although the serving process of the media server is killed 20 times: no host is lost', () =>
    kill(20, [300, 2500], killServingProcess));
});
