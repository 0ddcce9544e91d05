import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PoolFacts } from '../../../src/controller/facts/pool-facts.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { releases } from '../../../src/releases/find-release.js';
import type { ReleaseId } from '../../../src/releases/release-facts.js';
import { Secret } from '../../../src/shared/secret.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { waitUntil } from '../../../src/shared/wait-until.js';
import {
  createSimulatedPool,
  type SimulatedPool,
  type SimulatedPoolOptions,
} from '../../../src/simulator/simulated-pool.js';
import { errorOf } from '../../support/xapi-scripted-pool.js';

interface Practice {
  readonly clock: VirtualClock;
  readonly simulated: SimulatedPool;
  readonly pool: PoolPort;
  readonly facts: () => Promise<PoolFacts>;
  readonly finished: (task: string) => Promise<string>;
}

/** Client and simulated pool in one process, on one clock: the simulator has a codec of its own, so they can disagree. */
function practice(options: Partial<SimulatedPoolOptions> = {}): Practice {
  const clock = new VirtualClock();
  const noMedia: SimulatedPoolOptions['media'] = () => {
    throw new Error('this pool has no media');
  };
  const simulated = createSimulatedPool({
    hosts: 3,
    release: 'xenserver-8.2.1',
    vms: 4,
    media: noMedia,
    clock,
    ...options,
  });
  const pool = xapiPool({
    addresses: simulated.addresses,
    credentials: { user: simulated.user, password: new Secret(simulated.password) },
    certificates: { expectedFingerprint: () => undefined },
    clock,
    transport: simulated.transport,
    download: async ({ address, path }) => {
      const session = new URL(path, 'https://x').searchParams.get('session_id') ?? '';
      const { status, body } = await Promise.resolve(simulated.download(address, session));
      return { status, body: once(body) };
    },
  });
  const facts = async (): Promise<PoolFacts> => {
    const observation = await clock.runUntil(pool.observe());
    if (!observation.pool.known) throw new Error(observation.pool.reason);
    return observation.pool.value;
  };
  const finished = (task: string): Promise<string> =>
    clock.runUntil(
      waitUntil(
        async () => {
          const state = await pool.task(task);
          return state === undefined || state.status === 'pending'
            ? undefined
            : [state.status, ...state.error].join(' ');
        },
        { clock, deadline: 3_600_000, every: 2_000, waitingFor: 'the task' },
      ),
    );
  return { clock, simulated, pool, facts, finished };
}

async function* once(body: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(body));
}

describe('The pool port against the simulator', () => {
  for (const release of Object.keys(releases) as ReleaseId[]) {
    it(`reads, disables, evacuates and enables a host of ${release}`, async () => {
      const { pool, clock, facts, finished } = practice({ release });
      const before = await facts();
      expect(before.hosts).to.have.length(3);
      expect(before.vms).to.have.length(4);
      expect(
        before.hosts.every((host) => host.live && host.enabled && host.serverTime !== null && host.bootTime !== null),
      ).to.equal(true);
      expect(
        before.hosts.every((host) => /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/.test(host.certificateFingerprint ?? '')),
      ).to.equal(true);
      const member = before.hosts.find((host) => host.uuid !== before.coordinator)!;
      expect(before.hosts[0]?.versions.product).to.equal(releases[release].productVersion);
      expect(await clock.runUntil(pool.evacuationBlockers(member.uuid))).to.deep.equal([]);
      await clock.runUntil(pool.disableHost(member.uuid));
      const { task } = await clock.runUntil(pool.startEvacuation(member.uuid));
      expect(await finished(task)).to.equal('success');
      const evacuated = await facts();
      expect(evacuated.vms.filter((vm) => vm.residentOn === member.uuid)).to.deep.equal([]);
      expect(evacuated.hosts.find((host) => host.uuid === member.uuid)?.enabled).to.equal(false);
      await clock.runUntil(pool.enableHost(member.uuid));
      const guest = evacuated.vms[0]!;
      const target = evacuated.hosts.find((host) => host.uuid !== guest.residentOn)!;
      const migration = await clock.runUntil(pool.startMigration(guest.uuid, target.uuid));
      expect(await finished(migration.task)).to.equal('success');
      expect((await facts()).vms.find((vm) => vm.uuid === guest.uuid)?.residentOn).to.equal(target.uuid);
      await clock.runUntil(pool.close());
    });
  }

  it('claims the pool once', async () => {
    const { pool, clock, facts } = practice();
    await clock.runUntil(pool.addToPoolOtherConfig('drydock:claim', 'run-1'));
    expect((await clock.runUntil(errorOf(pool.addToPoolOtherConfig('drydock:claim', 'run-2')))).code).to.equal(
      'CLAIM_TAKEN',
    );
    expect((await facts()).otherConfig['drydock:claim']).to.equal('run-1');
    await clock.runUntil(pool.removeFromPoolOtherConfig('drydock:claim'));
    expect((await facts()).otherConfig).not.to.have.property('drydock:claim');
  });

  it('switches HA off and on again, over the SRs of its state files', async () => {
    const { pool, clock, facts, finished } = practice({ ha: { enabled: true, failuresToTolerate: 1 } });
    const before = await facts();
    expect(before).to.include({ haEnabled: true, haFailuresToTolerate: 1 });
    expect(before.haStatefileSrs).to.have.length(1);
    expect(await finished((await clock.runUntil(pool.startDisableHa())).task)).to.equal('success');
    expect((await facts()).haEnabled).to.equal(false);
    expect(await finished((await clock.runUntil(pool.startEnableHa(before.haStatefileSrs))).task)).to.equal('success');
    await clock.runUntil(pool.setHaFailuresToTolerate(1));
    expect(await facts()).to.deep.include({
      haEnabled: true,
      haFailuresToTolerate: 1,
      haStatefileSrs: before.haStatefileSrs,
    });
  });

  it('lives through a reboot of the coordinator, whose sessions and tasks are lost', async () => {
    const { pool, clock, simulated, facts } = practice();
    const before = await facts();
    const coordinator = before.coordinator;
    await clock.runUntil(pool.disableHost(coordinator));
    const evacuation = await clock.runUntil(pool.startEvacuation(coordinator));
    await clock.advance(600_000);
    await clock.runUntil(pool.startReboot(coordinator));
    await clock.advance(60_000);
    const away = await clock.runUntil(pool.observe());
    expect(away.pool.known).to.equal(false);
    // Its firmware is at work: nobody is there to refuse (xapi.md 2.5).
    expect(away.unreachable?.map(({ answer }) => answer)).to.deep.equal([
      'ETIMEDOUT',
      `HOST_IS_SLAVE [${simulated.addresses[0]}]`,
      `HOST_IS_SLAVE [${simulated.addresses[0]}]`,
    ]);
    await clock.advance(1_200_000);
    const after = await facts();
    const [was, is] = [before, after].map((value) => value.hosts.find((host) => host.uuid === coordinator)!);
    expect(is!.bootTime).to.be.greaterThan(was!.bootTime!);
    expect(is!.agentStartTime).to.be.greaterThan(was!.agentStartTime!);
    expect(is!.certificateFingerprint).to.equal(was!.certificateFingerprint);
    expect(await clock.runUntil(pool.task(evacuation.task))).to.equal(undefined);
    await clock.runUntil(pool.close());
    await simulated.stop();
  });

  it('saves the database of a uniform pool, and refuses the stub of a mixed one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-dump-'));
    try {
      const uniform = practice();
      const { rows } = await uniform.clock.runUntil(uniform.pool.dumpDatabase(join(folder, 'pool.xml')));
      expect(rows).to.be.greaterThan(3);
      expect(await readFile(join(folder, 'pool.xml'), 'utf8')).to.contain('<database>');
      const mixed = practice({ hosts: [{ release: 'xenserver-8' }, {}, {}] });
      await mixed.clock.advance(60_000);
      const error = await mixed.clock.runUntil(errorOf(mixed.pool.dumpDatabase(join(folder, 'mixed.xml'))));
      expect(error.code).to.equal('DUMP_INCOMPLETE');
      expect(await readdir(folder)).to.deep.equal(['pool.xml']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
