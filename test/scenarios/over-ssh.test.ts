/** Upgrades of pools whose hosts can be looked into over SSH: what is staged is proven, taken out again, and logs are kept. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { TurnInput } from '../../src/controller/run/decision.js';
import { lastAttempt } from '../../src/controller/run/ledger.js';
import { makeReport } from '../../src/controller/report/make-report.js';
import { renderMarkdown } from '../../src/controller/report/render-markdown.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, SimulatedCrash, shortTimes, type ScenarioOptions } from '../support/scenario/scenario.js';

let scenario: Scenario;

async function begin(options: ScenarioOptions = {}): Promise<Scenario> {
  scenario = await Scenario.begin({ hosts: 2, vms: 2, ssh: true, times: shortTimes, paceFactor: 10, ...options });
  return scenario;
}

/** Does something once, when the given effect was confirmed for a host. */
function afterEffect(effect: 'stage-host' | 'close-grant', act: (host: string) => void): (input: TurnInput) => void {
  let done = false;
  return ({ ledger, plan }) => {
    const host = plan.hosts[0]!.uuid;
    if (done || lastAttempt(ledger, effect, host)?.outcome?.result !== 'confirmed') return;
    done = true;
    act(host);
  };
}

const attempts = (effect: string) => scenario.ledger().attempts.filter(({ request }) => request.effect === effect);
const logFolder = () => join(scenario.folder, 'installer-logs');

describe('A run on a pool with SSH', () => {
  afterEach(async () => {
    await scenario.end();
  });

  it('reads what each host boots next between staging and arming, and keeps each installer’s log without secrets', async () => {
    await begin();
    const status = await scenario.upgrade();
    expect(status.state, status.reason).to.equal('done');
    for (const { uuid } of scenario.plan!.hosts) {
      const of = (effect: Parameters<typeof lastAttempt>[1]) => lastAttempt(scenario.ledger(), effect, uuid)!;
      expect(of('read-staged-entry').outcome?.result).to.equal('confirmed');
      expect(of('read-staged-entry').sequence).to.be.greaterThan(of('stage-host').outcome!.sequence);
      expect(of('read-staged-entry').outcome!.sequence).to.be.lessThan(of('arm-grant').sequence);
    }
    const files = readdirSync(logFolder());
    expect(files).to.have.length(2);
    for (const file of files) {
      const text = readFileSync(join(logFolder(), file), 'utf8');
      expect(text).to.include('completed successfully').and.to.include('/i/[secret]/').and.not.to.include('$1$');
      expect(statSync(join(logFolder(), file)).mode & 0o777).to.equal(0o600);
    }
    expectInvariants(scenario);
    const report = makeReport({ plan: scenario.plan!, records: scenario.records(), status });
    expect(renderMarkdown(report)).to.include(`installer-logs/${files[0]}`);
    expect(JSON.stringify(scenario.records())).not.to.match(/\/i\/[A-Za-z0-9]{8}/);
  });

  it('stops before it arms a host on which somebody else has staged meanwhile, and a retry stages it again', async () => {
    await begin();
    const meddle = afterEffect('stage-host', (host) => {
      const found = scenario.pool.host(host);
      found.staged = { ...found.staged!, url: 'http://198.51.100.9/other/' };
    });
    const stopped = await scenario.upgrade({ onTurn: meddle });
    expect(stopped.state).to.equal('stopped');
    expect(stopped.reason).to.include('STAGED_ENTRY_FOREIGN').and.not.to.include('198.51.100.9');
    expect(attempts('arm-grant')).to.deep.equal([]);
    scenario.command('retry');
    expect((await scenario.turn()).state).to.equal('done');
    expect(attempts('stage-host').map(({ attempt }) => attempt)).to.include(2);
    expectInvariants(scenario);
  });

  it('stops where nothing is staged although the plugin said so', async () => {
    await begin();
    const stopped = await scenario.upgrade({
      onTurn: afterEffect('stage-host', (host) => {
        scenario.pool.host(host).staged = null;
      }),
    });
    expect(stopped.state).to.equal('stopped');
    expect(stopped.hosts[0]?.failure?.kind).to.equal('staging-failed');
  });

  for (const release of ['xcp-ng-8.2', 'xenserver-7.0'] as const) {
    it(`takes the staged installer out when it is aborted, so that a reboot finds the old system: ${release}`, async () => {
      await begin({ release });
      let given = false;
      const status = await scenario.upgrade({
        onTurn: afterEffect('close-grant', () => {
          given = true;
          scenario.command('abort');
        }),
      });
      expect(given).to.equal(true);
      expect(status.state).to.equal('aborted');
      const host = scenario.pool.host(scenario.plan!.hosts[0]!.uuid);
      expect(host.staged).to.equal(null);
      expect(scenario.pool.history.filter(({ event }) => event === 'unstaged')).to.have.length(1);
      expect(status.changes.find(({ what }) => what.includes('staged'))).to.include({ undo: 'done' });
      expectInvariants(scenario);
    });
  }

  it('leaves what somebody else has staged alone when it is aborted, and tells the command', async () => {
    await begin();
    const status = await scenario.upgrade({
      onTurn: afterEffect('close-grant', (host) => {
        const found = scenario.pool.host(host);
        found.staged = { ...found.staged!, url: 'http://198.51.100.9/other/' };
        scenario.command('abort');
      }),
    });
    expect(status.state).to.equal('aborted');
    expect(scenario.pool.host(scenario.plan!.hosts[0]!.uuid).staged?.url).to.include('198.51.100.9');
    const change = status.changes.find(({ what }) => what.includes('staged'));
    expect(change?.undo).to.equal('by-hand');
    expect(change?.condition).to.include('rm -rf /boot/installer').and.to.include('STAGED_ENTRY_FOREIGN');
  });

  it('goes on when SSH is lost in the middle: what was to be read is unknown', async () => {
    await begin();
    const status = await scenario.upgrade({
      onTurn: afterEffect('stage-host', () => {
        for (const host of scenario.pool.world.state.hostList) {
          host.machine = { ...host.machine, system: { ...host.machine.system, ssh: false } };
        }
      }),
    });
    expect(status.state, status.reason).to.equal('done');
    expect(attempts('read-staged-entry').map(({ outcome }) => outcome?.result)).to.deep.equal(['failed', 'failed']);
    expect(attempts('read-staged-entry')[0]?.outcome?.reason).to.include('SSH_UNREACHABLE');
    expectInvariants(scenario);
  });

  it('keeps the log of an installer that refused, and names it with the failure', async () => {
    await begin({ faults: [{ kind: 'returns-with-old-version', host: 0 }] });
    const status = await scenario.upgrade();
    expect(status.state).to.equal('stopped');
    expect(status.reason).to.match(/log is kept as run-1\..*\.install-log\.txt/);
    expect(readFileSync(join(logFolder(), readdirSync(logFolder())[0]!), 'utf8')).to.include('INSTALL FAILED');
  });

  for (const effect of ['read-staged-entry', 'fetch-installer-log', 'remove-staged-entry'] as const) {
    for (const boundary of ['after-intent', 'after-act'] as const) {
      it(`does ${effect} again, or goes on from it, after a crash ${boundary.replace('-', ' the ')} of it`, async () => {
        await begin();
        const abort = afterEffect('close-grant', () => scenario.command('abort'));
        let crashed = false;
        const options = {
          ...(effect === 'remove-staged-entry' ? { onTurn: abort } : {}),
          reached: (at: string, name: string) => {
            if (crashed || at !== boundary || name !== effect) return;
            crashed = true;
            throw new SimulatedCrash();
          },
        };
        const first = await scenario.upgrade(options).catch((error: unknown) => error);
        expect(first).to.be.instanceOf(SimulatedCrash);
        const status = await scenario.turn();
        expect(status.state, status.reason).to.equal(effect === 'remove-staged-entry' ? 'aborted' : 'done');
        expect(attempts(effect).at(-1)?.outcome?.result).to.equal('confirmed');
        expectInvariants(scenario);
      });
    }
  }
});

describe('A check of a pool with SSH', () => {
  afterEach(async () => {
    await scenario.end();
  });

  it('finds nothing that blocks in a healthy one, and knows all that only SSH tells', async () => {
    await begin();
    const { results, blocked } = await scenario.check({ fix: true });
    expect(blocked, JSON.stringify(results.filter(({ severity }) => severity !== 'pass'))).to.equal(false);
    for (const id of ['firmware-fit', 'disk-layout', 'boot-disk', 'storage-drivers', 'free-space', 'staged-entry']) {
      expect(results.filter((result) => result.id === id).map(({ severity }) => severity)).to.deep.equal([
        'pass',
        'pass',
      ]);
    }
  });

  it('names hosts that boot from a SAN, whose files are not carried over, and on which somebody has staged', async () => {
    const system = {
      diskBus: 'fibre-channel',
      diskPaths: 2,
      editedFiles: ['/etc/hosts'],
      addedPackages: ['srvadmin\t9.1\tDell Inc.'],
    } as const;
    await begin({ hosts: [{}, { machine: { system } }] });
    const other = scenario.pool.host(0);
    other.staged = {
      url: 'http://198.51.100.9/other/',
      installer: other.running.facts,
      entry: 'one-shot',
      filesPresent: true,
      revertible: true,
      answerFileReadable: true,
    };
    const { results, blocked } = await scenario.check({ fix: true });
    const found = results.filter(({ severity }) => severity !== 'pass').map(({ id, severity }) => `${severity} ${id}`);
    expect(found).to.include.members([
      'failure boot-disk',
      'warning own-files',
      'warning foreign-packages',
      'failure staged-entry',
    ]);
    expect(blocked).to.equal(true);
    expect(JSON.stringify(results)).not.to.include('198.51.100.9');
  });

  it('stops at a disk of the system that is failing until somebody answers for it, and never at one that cannot tell', async () => {
    await begin({
      hosts: [
        { machine: { system: { diskHealth: 'untold' } } },
        { machine: { system: { diskHealth: 'failing', memoryErrors: 1 } } },
      ],
    });
    const of = (results: readonly { id: string; subject: string; severity: string }[]): string[] =>
      results
        .filter(({ id }) => id === 'disk-health' || id === 'host-memory')
        .map(({ id, subject, severity }) => `${subject} ${id} ${severity}`)
        .sort();
    const rest = ['xs-1 disk-health notice', 'xs-1 host-memory pass', 'xs-2 host-memory warning'];
    const { results, blocked } = await scenario.check({ fix: true });
    expect([blocked, of(results)]).to.deep.equal([true, [...rest, 'xs-2 disk-health failure'].sort()]);
    const accepted = await scenario.check({ fix: true, accept: ['disk-health@xs-2=its mirror is sound'] });
    expect([accepted.blocked, of(accepted.results)]).to.deep.equal([
      false,
      [...rest, 'xs-2 disk-health notice'].sort(),
    ]);
  });

  it('blocks where a host does not let it in, until that is accepted for all', async () => {
    await begin({ hosts: [{}, { machine: { system: { ssh: false } } }] });
    const { results, blocked } = await scenario.check({ fix: true });
    expect(blocked).to.equal(true);
    const unknown = results.filter(({ severity }) => severity === 'unknown').map(({ id }) => id);
    expect(new Set(unknown)).to.have.property('size', 10);
    const accepted = await scenario.check({
      fix: true,
      accept: [...new Set(unknown)].map((id) => `${id}@*=looked by hand`),
    });
    expect(accepted.blocked).to.equal(false);
  });
});

describe('A pool without SSH', () => {
  afterEach(async () => {
    await scenario.end();
  });

  it('can be upgraded: what only SSH tells is noted, and stands in the report as accepted', async () => {
    await begin({ ssh: false });
    const { plan, check } = await scenario.makePlan();
    expect(check.results.filter(({ id }) => id === 'boot-disk').map(({ severity }) => severity)).to.deep.equal([
      'notice',
    ]);
    expect(plan!.accepted.map(({ check: id }) => id)).to.include.members(['boot-disk', 'own-files']);
  });

  it('blocks where the settings say so', async () => {
    await begin({ ssh: false, withoutSsh: 'block' });
    const { plan, check } = await scenario.makePlan();
    expect(plan).to.equal(null);
    expect(check.results.filter(({ id }) => id === 'boot-disk').map(({ severity }) => severity)).to.deep.equal([
      'unknown',
    ]);
  });

  it('tells by which command a staged installer is taken out when a run is aborted', async () => {
    await begin({ ssh: false });
    const status = await scenario.upgrade({ onTurn: afterEffect('close-grant', () => scenario.command('abort')) });
    expect(status.state).to.equal('aborted');
    const change = status.changes.find(({ what }) => what.includes('staged'));
    expect(change).to.include({ undo: 'by-hand' });
    expect(change?.condition).to.include('cp -f /boot/installer/');
  });
});
