import { expect } from 'chai';
import { bootLines } from '../../../src/controller/manual/boot-lines.js';
import { consoleText } from '../../../src/controller/manual/console-text.js';
import { consoleSteps } from '../../../src/controller/manual/instructions.js';
import { runPolicies } from '../../../src/daemon/config/waiting-settings.js';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import { Scenario, shortTimes } from '../../support/scenario/scenario.js';

const url = 'http://192.0.2.1:8080/i/token/';
const having = (...paths: string[]) => ({ has: (path: string) => paths.includes(path) });

describe('What a person is told to do at a console', () => {
  it('has the address of the host, which stands neither in the status nor in the journal', async () => {
    const scenario = await Scenario.begin({
      ...{ times: shortTimes, paceFactor: 5, hosts: 2, vms: 1, request: { mode: 'manual' } },
    });
    try {
      const status = await scenario.upgrade();
      const plan = scenario.plan!;
      const reply = await consoleText({ plan, status, mediaServer: scenario.mediaServer.api, medium: having() });
      const [grant] = await scenario.mediaServer.api.grants({ run: plan.run });

      expect(reply).to.deep.include({
        name: 'xs-1',
        rebootBy: 'person',
        address: `http://192.0.2.1:8080${grant!.path}`,
      });
      expect(reply.lines.join('\n')).to.include(reply.address).and.include('http://192.0.2.1:8080/media/xcp-ng-8.3.0/');
      expect(JSON.stringify([status, scenario.records()])).to.not.include(grant!.path);
    } finally {
      await scenario.end();
    }
  });

  it('is nothing in an automatic run, and where no host waits', async () => {
    const scenario = await Scenario.begin({ times: shortTimes, paceFactor: 5, hosts: 1, vms: 0 });
    try {
      const status = await scenario.upgrade();
      const question = { plan: scenario.plan!, status, mediaServer: scenario.mediaServer.api, medium: undefined };
      expect((await consoleText(question)).lines[0]).to.include('automatic');
      const manual = { rebootBy: 'person', remindEvery: 1, warnAfter: 1, stopAfter: 2 } as const;
      const reply = await consoleText({ ...question, plan: { ...question.plan, manual } });
      expect(reply).to.deep.include({ host: null, address: null, rebootBy: null });
    } finally {
      await scenario.end();
    }
  });

  it('names the host and its address in the pool, and who reboots it', async () => {
    const scenario = await Scenario.begin({ hosts: 2, vms: 1, request: { mode: 'manual', rebootBy: 'drydock' } });
    const { plan } = await scenario.makePlan();
    await scenario.end();
    const [host] = plan!.hosts;
    const steps = consoleSteps(plan!, host!, plan!.manual!);

    expect(steps[0]).to.include('xs-1 (127.0.0.1)').and.include('drydock upgrade approve run-1 --host xs-1');
    expect(consoleSteps(plan!, host!, { ...plan!.manual!, rebootBy: 'person' })[0]).to.not.include('approve');
  });

  it('has boot lines for what the medium can be started by over HTTP, and none otherwise', () => {
    const files = ['boot/vmlinuz', 'install.img'];
    expect(bootLines(url, having(...files, 'boot/xen.gz')).join('\n')).to.include(`kernel ${url}boot/xen.gz`);
    expect(bootLines(url, having(...files, 'boot/xen.gz'))).to.include('  set root=(http,192.0.2.1:8080)');
    const newest = bootLines(url, having(...files, 'boot/xen.efi')).join('\n');
    expect(newest).to.include('xen_hypervisor /i/token/boot/xen.efi').and.not.include('iPXE');
    expect(bootLines(url, having(...files))).to.deep.equal([]);
    expect(bootLines('ftp://192.0.2.1/i/token/', having(...files, 'boot/xen.gz'))).to.deep.equal([]);
    expect(bootLines(url, having('boot/xen.gz'))).to.deep.equal([]);
  });

  it('is waited for as long as the configuration says, which must warn before it stops', () => {
    const usual = settingsSchema.parse({}).runs;
    expect(runPolicies(usual)).to.deep.equal({
      waitForOthers: 3_600_000,
      manual: { remindEvery: 900_000, warnAfter: 3_600_000, stopAfter: 86_400_000 },
    });
    const wrong = settingsSchema.safeParse({ runs: { manual: { warnAfter: '2d' } } });
    expect(wrong.error?.issues[0]?.message).to.equal('must be longer than warnAfter');
    expect(settingsSchema.safeParse({ runs: { waitForOthers: '0m' } }).success).to.equal(false);
  });
});
