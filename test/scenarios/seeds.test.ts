/** Scenarios made of a number each: whatever is drawn, no invariant breaks; and a number is the same run whenever it is run. */
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { drawScenario, type DrawnScenario } from '../support/scenario/seeded/draw.js';
import type { OwnTroubles } from '../support/scenario/seeded/own-troubles.js';
import { partsOf } from '../support/scenario/seeded/parts.js';
import { runSeed, type SeedResult } from '../support/scenario/seeded/run-seed.js';
import { shrink } from '../support/scenario/seeded/shrink.js';
import { whatIsWrong } from '../support/scenario/seeded/tell.js';

/** A few here, in seconds; `npm run simulate:seeds` runs as many as wanted. */
const seeds = Array.from({ length: 5 }, (_, index) => index + 1);

const known = new Map<number, Promise<SeedResult>>();

function once(seed: number): Promise<SeedResult> {
  const result = known.get(seed) ?? runSeed(seed);
  known.set(seed, result);
  return result;
}

/** The first ones in which faults strike or controllers crash: there an order could come from somewhere else. */
async function eventful(count: number): Promise<readonly SeedResult[]> {
  const found: SeedResult[] = [];
  for (let seed = 1; found.length < count; seed++) {
    const result = await once(seed);
    if (result.crashed.length > 0 && result.history.some(({ event }) => event === 'fault')) found.push(result);
  }
  return found;
}

const root = join(import.meta.dirname, '..', '..');

describe('A seeded scenario', function () {
  this.timeout(120_000);

  for (const seed of seeds) {
    it(`keeps every invariant (seed ${seed})`, async () => {
      const result = await once(seed);

      expect(result.broken, whatIsWrong(result)).to.deep.equal([]);
    });
  }

  it('is the same run, event by event and record by record, when it is run again', async () => {
    for (const first of await eventful(2)) {
      const second = await runSeed(first.seed);

      expect(JSON.stringify(second.history)).to.equal(JSON.stringify(first.history));
      expect(JSON.stringify(second.journal)).to.equal(JSON.stringify(first.journal));
      expect(second.digest).to.equal(first.digest);
    }
  });

  it('is the same run in another process', async () => {
    const [first] = await eventful(1);
    const script = 'test/support/scenario/seeded/main.ts';
    const words = ['--import=tsx', script, 'many', '--from', String(first?.seed), '--count', '1', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root });

    expect((JSON.parse(stdout) as { digest: string }).digest).to.equal(first?.digest);
  });

  it('is another scenario for another number', () => {
    const drawn = seeds.map((seed) => JSON.stringify({ ...drawScenario(seed), seed: 0 }));

    expect(new Set(drawn).size).to.equal(seeds.length);
  });

  it('draws hosts, guests, releases, durations, faults, crashes and skewed clocks', () => {
    const drawn = Array.from({ length: 200 }, (_, index) => drawScenario(index + 1));
    const hosts = drawn.flatMap(({ pool }) => (typeof pool.hosts === 'number' ? [] : pool.hosts));

    expect(new Set(drawn.map(({ target, pool }) => `${pool.release} to ${target}`)).size).to.equal(3);
    expect(new Set(drawn.map(({ times }) => times.installation?.[0])).size).to.be.greaterThan(2);
    expect(drawn.some(({ crashes }) => crashes.length > 1)).to.equal(true);
    expect(drawn.some(({ faults }) => faults.length > 1)).to.equal(true);
    expect(drawn.some(({ eventFaults }) => eventFaults.length > 1)).to.equal(true);
    expect(drawn.some(({ mediaServerRestarts }) => mediaServerRestarts.length > 0)).to.equal(true);
    expect(hosts.some(({ clockOffset }) => (clockOffset ?? 0) < 0)).to.equal(true);
  });

  it('draws what troubles Drydock itself: its clock, its claim, its epoch, lost replies of the media server; several in one run', () => {
    const drawn = Array.from({ length: 200 }, (_, index) => drawScenario(index + 1).own);
    const all = (own: OwnTroubles): number =>
      [own.clockOffset !== 0, own.clockSteps.length > 0, own.lostReplies.length > 0].filter(Boolean).length;

    expect(drawn.some(({ clockOffset }) => clockOffset < 0)).to.equal(true);
    expect(drawn.some(({ clockSteps }) => clockSteps.some(({ by }) => by < 0))).to.equal(true);
    expect(drawn.some(({ claimTaken }) => claimTaken !== undefined)).to.equal(true);
    expect(drawn.some(({ fencedAfter }) => fencedAfter !== undefined)).to.equal(true);
    expect(drawn.some((own) => all(own) === 3)).to.equal(true);
  });

  it('is made smaller part by part, for as long as the same invariant breaks', async () => {
    const scenario = Array.from({ length: 200 }, (_, index) => drawScenario(index + 1)).find(
      ({ faults, crashes, pool }) => faults.length > 2 && crashes.length > 1 && pool.hosts instanceof Array,
    )!;
    const needed = ['crash:1', 'fault:2'];
    const breaks = (smaller: DrawnScenario): Promise<{ broken: string[] }> => {
      const left = smaller.crashes.includes(scenario.crashes[1]!) && smaller.faults.includes(scenario.faults[2]!);
      return Promise.resolve({ broken: left ? ['4: planted'] : ['6: another'] });
    };

    const shrunk = await shrink({ scenario, broken: ['4: planted'] }, breaks);

    expect(partsOf(scenario).filter((part) => !shrunk.without.includes(part))).to.have.members(needed);
  });

  it('that breaks an invariant is told with the command that runs it again', () => {
    expect(whatIsWrong({ seed: 17, broken: ['6: a wait has no reason'] })).to.include('npm run replay -- 17');
    expect(whatIsWrong({ seed: 17, broken: [] })).to.equal(undefined);
  });
});
