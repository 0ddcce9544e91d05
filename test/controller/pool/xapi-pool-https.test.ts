import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PoolFacts } from '../../../src/controller/facts/pool-facts.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { acceleratedClock, systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import { waitUntil } from '../../../src/shared/wait-until.js';
import { createSimulatedPool, type SimulatedPool } from '../../../src/simulator/simulated-pool.js';
import { serveOverHttps, type SimulatedHttps } from '../../support/xapi-simulated-https.js';

/** An hour of the pool in six seconds; the sockets are as slow as they are. */
const clock = acceleratedClock(600);

describe('The pool port over HTTPS, against simulated hosts with a certificate each', () => {
  let simulated: SimulatedPool;
  let https: SimulatedHttps;
  let pool: PoolPort;

  beforeEach(async () => {
    const media = (): never => {
      throw new Error('this pool has no media');
    };
    simulated = createSimulatedPool({ hosts: 3, release: 'xcp-ng-8.3', vms: 4, media, clock });
    https = await serveOverHttps(simulated);
    // Only a member is known and pinned, and the coordinator: what `pool add` has seen.
    const pinned = [simulated.addresses[1]!, simulated.addresses[0]!];
    const pins = new Map(
      pinned.map((address) => [https.addressMap[address], simulated.world.certificateOf(address).fingerprint]),
    );
    pool = xapiPool({
      addresses: [https.addresses[1]!],
      addressMap: https.addressMap,
      credentials: { user: simulated.user, password: new Secret(simulated.password) },
      certificates: { expectedFingerprint: (address) => pins.get(address) },
      clock,
      wireClock: systemClock,
    });
  });

  afterEach(async () => {
    await pool.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const left = await https.connections();
    await https.close();
    await simulated.stop();
    expect(left, 'connections left').to.equal(0);
  });

  const facts = async (): Promise<PoolFacts> => {
    const observation = await pool.observe();
    if (!observation.pool.known) throw new Error(observation.pool.reason);
    return observation.pool.value;
  };

  it('follows the member, reads everything, and is told the certificate that each host shows', async () => {
    const value = await facts();
    expect(value.vms).to.have.length(4);
    expect(
      value.hosts.map(({ address, certificateFingerprint }) => [
        address,
        certificateFingerprint?.replaceAll(':', '').toLowerCase(),
      ]),
    ).to.have.deep.members(
      simulated.addresses.map((address) => [address, simulated.world.certificateOf(address).fingerprint]),
    );
  });

  it('saves the database', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-dump-'));
    try {
      expect((await pool.dumpDatabase(join(folder, 'pool.xml'))).rows).to.be.greaterThan(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('loses the coordinator, asks each member itself, and finds the pool again after the reboot', async () => {
    const before = await facts();
    const bootTime = (value: PoolFacts): number =>
      value.hosts.find(({ uuid }) => uuid === before.coordinator)?.bootTime ?? 0;
    await pool.disableHost(before.coordinator);
    const evacuation = await pool.startEvacuation(before.coordinator);
    const wait = { clock, deadline: 7_200_000, every: 20_000, waitingFor: 'the pool' };
    await waitUntil(async () => ((await pool.task(evacuation.task))?.status === 'success' ? true : undefined), wait);
    expect((await facts()).vms.filter(({ residentOn }) => residentOn === before.coordinator)).to.deep.equal([]);

    await pool.startReboot(before.coordinator);
    const away = await waitUntil(async () => (await pool.observe()).unreachable, wait);
    const answers = new Map(away.map(({ address, answer }) => [address, answer]));
    for (const member of https.addresses.slice(1))
      expect(answers.get(member)).to.equal(`HOST_IS_SLAVE [${simulated.addresses[0]}]`);
    expect(answers.get(https.addresses[0]!)).to.match(/ECONN|hang up|closed/);

    const after = await waitUntil(async () => {
      const { pool: read } = await pool.observe();
      return read.known && bootTime(read.value) > bootTime(before) ? read.value : undefined;
    }, wait);
    expect(after.coordinator).to.equal(before.coordinator);
    expect(await pool.task(evacuation.task), 'tasks are lost with the coordinator').to.equal(undefined);
  });
});
