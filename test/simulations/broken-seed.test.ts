/** What becomes of a seed that breaks an invariant: it is told with its command, it is the same again, and it gets smaller. */
import { expect } from 'chai';
import type { PoolPort } from '../../src/controller/pool/pool-port.js';
import { drawScenario, type DrawnScenario } from '../support/scenario/seeded/draw.js';
import { partsOf, without } from '../support/scenario/seeded/parts.js';
import { runScenario, type SeedResult } from '../support/scenario/seeded/run-seed.js';
import { shrink } from '../support/scenario/seeded/shrink.js';
import { smallerLine, whatIsWrong } from '../support/scenario/seeded/tell.js';

/** It stages a host a second time, as if it did not know that it had: invariant 4. */
function stagesTwice(right: PoolPort): PoolPort {
  return new Proxy(right, {
    get: (port, name) => {
      if (name === 'startStaging')
        return async (host: string, url: string) => {
          await port.startStaging(host, url);
          return port.startStaging(host, url);
        };
      const value: unknown = Reflect.get(port, name, port);
      return typeof value === 'function' ? (value.bind(port) as unknown) : value;
    },
  });
}

const run = (scenario: DrawnScenario): Promise<SeedResult> => runScenario(scenario, stagesTwice);

async function firstBroken(): Promise<SeedResult> {
  for (let seed = 1; ; seed++) {
    const result = await run(drawScenario(seed));
    if (result.broken.length > 0 && result.crashed.length > 0) return result;
  }
}

describe('A seed under which a controller with a defect breaks an invariant', function () {
  this.timeout(300_000);
  let broken: SeedResult;
  before(async () => {
    broken = await firstBroken();
  });

  it('is found by the checker, and told with the command that runs it again', () => {
    expect(broken.broken.join('\n')).to.match(/^4: \S+ was staged 2 times with 1 intents/m);
    expect(whatIsWrong(broken)).to.include(`npm run replay -- ${broken.seed}`);
  });

  it('is the same run again, to the byte', async () => {
    const again = await run(drawScenario(broken.seed));

    expect(again.digest).to.equal(broken.digest);
    expect(again.broken).to.deep.equal(broken.broken);
  });

  it('is made smaller by whatever has no part in it, and breaks the same invariant still', async () => {
    const shrunk = await shrink(broken, run);
    const smaller = without(broken.scenario, shrunk.without);

    expect(shrunk.without).to.deep.equal(partsOf(broken.scenario));
    expect(partsOf(smaller)).to.deep.equal([]);
    expect((await run(smaller)).broken.join('\n')).to.match(/^4: \S+ was staged 2 times with 1 intents/m);
    expect(smallerLine(broken.seed, shrunk)).to.include(`npm run replay -- ${broken.seed} --without crash:0,`);
  });

  it('is sound without the defect', async () => {
    expect((await runScenario(drawScenario(broken.seed))).broken).to.deep.equal([]);
  });
});
