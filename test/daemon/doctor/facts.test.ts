import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile, chmod } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAutomaticUpdates } from '../../../src/daemon/doctor/facts/automatic-updates.js';
import { controlContractVersion, type ControllerStatus } from '../../../src/contract/control.js';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import { readCertificate } from '../../../src/daemon/doctor/facts/certificate.js';
import { readClock } from '../../../src/daemon/doctor/facts/clock-state.js';
import { readDashboard } from '../../../src/daemon/doctor/facts/dashboard.js';
import { readDisks } from '../../../src/daemon/doctor/facts/disks.js';
import { readFirewall, type FirewallRules } from '../../../src/daemon/doctor/facts/firewall.js';
import { readListeners } from '../../../src/daemon/doctor/facts/listeners.js';
import { readMedia } from '../../../src/daemon/doctor/facts/media.js';
import { readPortRights } from '../../../src/daemon/doctor/facts/port-rights.js';
import { readSecretFiles } from '../../../src/daemon/doctor/facts/secrets.js';
import { readUnits } from '../../../src/daemon/doctor/facts/units.js';
import { known, unknown } from '../../../src/daemon/doctor/known.js';
import { thisMachine } from '../../../src/daemon/doctor/machine-access.js';
import { takeProcessLock } from '../../../src/shared/process-lock.js';
import { healthySettings, machineWith, settingsWith, type MachineAnswers } from '../../support/doctor-facts.js';

const tcp = (from: number, to = from) => ({ transport: 'tcp', from, to });

describe('facts of doctor', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-doctor-'));
  });
  after(() => rm(folder, { recursive: true }));

  describe('about the firewall', () => {
    const rules = async (command: string, stdout: string, exitCode = 0): Promise<FirewallRules | string> => {
      const { programs } = await readFirewall(machineWith({ programs: { [command]: { stdout, exitCode } } }));
      const found = programs[0]?.rules ?? unknown('none');
      return 'value' in found ? found.value : found.unknown;
    };

    it('are read from firewalld, its services and port ranges', async () => {
      const text =
        'public (active)\n  target: default\n  services: dhcpv6-client http ssh\n  ports: 8080/tcp 50000-50099/tcp\n';
      expect(await rules('firewall-cmd --list-all', text)).to.deep.equal({
        filters: true,
        open: [tcp(80), tcp(8080), tcp(50_000, 50_099)],
      });
      expect(await rules('firewall-cmd --list-all', 'FirewallD is not running', 252)).to.deep.equal({
        filters: false,
        open: [],
      });
    });

    it('are read from ufw', async () => {
      const text =
        'Status: active\n\nTo     Action  From\n--     ------  ----\n22/tcp   ALLOW  Anywhere\n50000:50099/tcp  ALLOW  192.0.2.0/24\n9/tcp  DENY  Anywhere\n';
      expect(await rules('ufw status', text)).to.deep.equal({ filters: true, open: [tcp(22), tcp(50_000, 50_099)] });
      expect(await rules('ufw status', 'Status: inactive\n')).to.deep.equal({ filters: false, open: [] });
    });

    it('are read from nft: the chain that filters what comes in, and the ports it accepts', async () => {
      const text = [
        'table inet mangle {\n\tchain out {\n\t\ttype filter hook output priority filter; policy drop;\n\t}\n}',
        'table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;',
        '\t\ttcp dport { 22, 8000-8100 } accept\n\t\tudp dport 111 accept\n\t}\n}\n',
      ].join('\n');
      expect(await rules('nft list ruleset', text)).to.deep.equal({
        filters: true,
        open: [tcp(22), tcp(8000, 8100), { transport: 'udp', from: 111, to: 111 }],
        chain: 'inet filter input',
      });
      const open =
        'table ip f {\n\tchain in {\n\t\ttype filter hook input priority 0; policy accept;\n\t\tct state invalid drop\n\t}\n}\n';
      expect(await rules('nft list ruleset', open)).to.deep.equal({ filters: false, open: [] });
      const shut = open.replace(
        'ct state invalid drop',
        'counter packets 3 bytes 180 reject with icmp port-unreachable',
      );
      expect(await rules('nft list ruleset', shut)).to.include({ filters: true, chain: 'ip f in' });
      expect(await rules('nft list ruleset', '')).to.deep.equal({ filters: false, open: [] });
    });

    it('are read from iptables', async () => {
      const text =
        '-P INPUT ACCEPT\n-A INPUT -p tcp -m multiport --dports 80,50000:50099 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-port-unreachable\n';
      expect(await rules('iptables -S INPUT', text)).to.deep.equal({
        filters: true,
        open: [tcp(80), tcp(50_000, 50_099)],
      });
      const some =
        '-P INPUT ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -s 198.51.100.7/32 -j REJECT\n';
      expect(await rules('iptables -S INPUT', some)).to.deep.equal({ filters: false, open: [] });
      expect(await rules('iptables -S INPUT', '-P INPUT ACCEPT\n')).to.deep.equal({ filters: false, open: [] });
    });

    it('are unknown with the program’s own words where it refuses', async () => {
      expect(await rules('ufw status', 'ERROR: You need to be root to run this script', 1)).to.match(
        /ufw: ERROR: You need to be root/,
      );
    });
  });

  it('tell of the clock from the first program that knows', async () => {
    const clock = (programs: NonNullable<MachineAnswers['programs']>) => readClock(machineWith({ programs }));
    const refused = { exitCode: 1, stderr: 'System has not been booted with systemd\nmore' };
    const timedatectl = 'timedatectl show --property=NTPSynchronized';
    expect(await clock({ [timedatectl]: { stdout: 'NTPSynchronized=yes\n' } })).to.deep.equal(
      known({ synchronised: true, source: 'timedatectl' }),
    );
    expect(
      await clock({
        [timedatectl]: refused,
        'chronyc -n tracking': { stdout: 'Leap status     : Not synchronised\n' },
      }),
    ).to.deep.equal(known({ synchronised: false, source: 'chronyc' }));
    expect(await clock({ 'adjtimex --print': { stdout: '       status: 8256\n' } })).to.deep.equal(
      known({ synchronised: false, source: 'adjtimex' }),
    );
    expect(await clock({ 'adjtimex --print': { stdout: '       status: 8193\n' } })).to.deep.equal(
      known({ synchronised: true, source: 'adjtimex' }),
    );
    expect(await clock({ [timedatectl]: refused })).to.deep.equal(
      unknown(
        'timedatectl: System has not been booted with systemd; there is no program chronyc; there is no program adjtimex',
      ),
    );
  });

  it('tell of the right to low ports from the kernel', async () => {
    const files = {
      '/proc/self/status': 'Name:\tnode\nCapEff:\t0000000000000400\n',
      '/proc/sys/net/ipv4/ip_unprivileged_port_start': '80\n',
    };
    expect(await readPortRights(machineWith({ files }))).to.deep.equal({
      uid: 1000,
      hasCapability: known(true),
      firstFreePort: known(80),
    });
    const none = await readPortRights(machineWith({}));
    expect([none.hasCapability, none.firstFreePort].every((fact) => 'unknown' in fact)).to.equal(true);
  });

  it('tell of automatic updates from apt, dnf, needrestart and logind', async () => {
    const timers = 'systemctl is-enabled dnf-automatic.timer dnf-automatic-install.timer dnf5-automatic.timer';
    const machine = machineWith({
      programs: {
        'unattended-upgrade': {},
        'apt-config dump': {
          stdout:
            'APT::Periodic::Unattended-Upgrade "1";\nUnattended-Upgrade::Automatic-Reboot "true";\nUnattended-Upgrade::Automatic-Reboot-Time "02:30";\n',
        },
        [timers]: { exitCode: 1, stdout: 'enabled\nnot-found\nnot-found\n' },
        needrestart: {},
      },
      files: {
        '/etc/dnf/automatic.conf': '[commands]\nreboot = when-needed\n',
        '/etc/needrestart/needrestart.conf': "#$nrconf{restart} = 'a';\n",
        '/etc/needrestart/conf.d/50-x.conf': "$nrconf{restart} = 'a';\n",
        '/run/systemd/shutdown/scheduled': 'USEC=1768514400000000\nMODE=reboot\n',
      },
      folders: { '/etc/needrestart/conf.d': ['50-x.conf', 'README'] },
    });
    expect(await readAutomaticUpdates(machine)).to.deep.equal({
      apt: known({ enabled: true, reboots: true, rebootTime: '02:30' }),
      dnf: known({ enabled: true, reboots: true }),
      needrestart: known({ restarts: true }),
      scheduledShutdown: known(1_768_514_400_000),
    });
    expect(await readAutomaticUpdates(machineWith({}))).to.deep.equal({
      apt: null,
      dnf: null,
      needrestart: null,
      scheduledShutdown: known(null),
    });
  });

  it('tell of the units that are installed, with the port of a socket', async () => {
    const stdout =
      'Id=drydock-media.service\nLoadState=not-found\nActiveState=inactive\nUnitFileState=\n\nListen=0.0.0.0:8080 (Stream)\nId=drydock-media-http.socket\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n';
    const command =
      'systemctl show drydock-media.service drydock-controller.service drydock-media-http.socket drydock-media-ftp.socket --property=Id,LoadState,ActiveState,UnitFileState,Listen';
    expect(await readUnits(machineWith({ programs: { [command]: { stdout } } }))).to.deep.equal(
      known([{ name: 'drydock-media-http.socket', active: 'active', enabled: 'enabled', port: 8080 }]),
    );
    expect(await readUnits(machineWith({ programs: { [command]: { exitCode: 1, stderr: 'no bus' } } }))).to.deep.equal(
      unknown('systemctl: no bus'),
    );
  });

  it('try the real ports, and know those that the media server or systemd holds', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => other.once('listening', listening));
    const { port } = other.address() as AddressInfo;
    const { servers } = settingsWith({ http: [{ port }, { address: '192.0.2.254', port: 8080 }], ftp: [{ port: 0 }] });
    const holders = { endpoints: known([]), units: unknown('none'), nfsRuns: false };
    const facts = await readListeners(servers, holders, thisMachine);
    expect(
      facts.map(({ setting, answer, heldBy }) => [setting, 'value' in answer && answer.value, heldBy]),
    ).to.deep.equal([
      ['servers.http[0]', 'in-use', null],
      ['servers.http[1]', 'no-such-address', null],
      ['servers.ftp[0]', 'free', null],
    ]);
    const ours = await readListeners(
      servers,
      { ...holders, endpoints: known([{ protocol: 'http' as const, address: '127.0.0.1', port }]) },
      thisMachine,
    );
    expect(ours[0]?.heldBy).to.equal('media server');
    const unit = { name: 'drydock-media-http.socket', active: 'active', enabled: 'enabled', port };
    const systemd = await readListeners(servers, { ...holders, units: known([unit]) }, thisMachine);
    expect(systemd[0]?.heldBy).to.equal('systemd');
    await new Promise((closed) => other.close(closed));
  });

  it('tell where the dashboard is, whether the controller that runs listens, and where its names lead', async () => {
    const { dashboard } = settingsSchema.parse({ dashboard: { port: 9743, names: ['jump.example'] } });
    const machine = machineWith({});
    const status: ControllerStatus = {
      contract: controlContractVersion,
      version: '1',
      pid: 1,
      startedAt: 0,
      openRuns: [],
    };
    const read = async (shown: string | null) =>
      readDashboard(dashboard, known({ ...status, dashboard: shown }), machine);

    const listens = await read('http://127.0.0.1:9743/');
    expect(listens?.listener).to.include({ protocol: 'dashboard', port: 9743, heldBy: 'controller' });
    expect(listens?.names).to.deep.equal([{ name: 'jump.example', leadsTo: unknown('no names') }]);
    expect((await read(null))?.controller).to.deep.equal(known('silent'));
    expect((await readDashboard(dashboard, known(undefined), machine))?.controller).to.deep.equal(known('none'));
    expect((await readDashboard(dashboard, unknown('version 9'), machine))?.listener.doubt).to.equal('version 9');
    expect(await readDashboard({ ...dashboard, enabled: false }, known(undefined), machine)).to.equal(null);
  });

  it('measure the disk of the nearest folder that is there', async () => {
    const [store, state] = await readDisks({ store: join(folder, 'a', 'b'), state: folder }, thisMachine);
    expect([store?.exists, state?.exists]).to.deep.equal([false, true]);
    expect(store !== undefined && 'value' in store.space && store.space.value.freeBytes > 0).to.equal(true);
  });

  it('read a certificate, its key and the addresses it names', async () => {
    const [certificate, key, otherKey] = ['c.pem', 'k.pem', 'o.pem'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const make = (into: string): unknown =>
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '9',
          '-subj',
          '/CN=x',
          '-addext',
          'subjectAltName=IP:192.0.2.10',
          '-keyout',
          into,
          '-out',
          into === key ? certificate : join(folder, 'unused.pem'),
        ],
        { stdio: 'ignore' },
      );
    make(key);
    make(otherKey);
    const read = (keyFile: string, address: string) => {
      const { servers } = settingsWith({ https: [{ address, port: 8443 }], tls: { certificate, key: keyFile } });
      return readCertificate(servers, thisMachine);
    };
    const good = await read(key, '192.0.2.10');
    expect(
      good !== null &&
        'value' in good && [good.value.keyMatches, good.value.addresses, good.value.validTo - good.value.validFrom],
    ).to.deep.equal([known(true), [{ address: '192.0.2.10', named: true }], 9 * 24 * 60 * 60_000]);
    const bad = await read(otherKey, '192.0.2.11');
    expect(bad !== null && 'value' in bad && [bad.value.keyMatches, bad.value.addresses[0]?.named]).to.deep.equal([
      known(false),
      false,
    ]);
    const noKey = await read(certificate, '192.0.2.10');
    expect(noKey !== null && 'value' in noKey && 'unknown' in noKey.value.keyMatches).to.equal(true);
    await writeFile(certificate, 'no certificate');
    expect(await read(key, '192.0.2.10')).to.have.property('unknown');
  });

  it('find secret files that are open or missing, wherever they are named', async () => {
    const [open, closed] = [join(folder, 'open'), join(folder, 'closed')];
    for (const path of [open, closed]) await writeFile(path, 'hunter-2-planted\n');
    await chmod(folder, 0o755);
    await chmod(open, 0o644);
    await chmod(closed, 0o600);
    const settings = settingsWith({
      access: {
        users: [
          { name: 'a', passwordFile: open },
          { name: 'b', passwordFile: closed },
          { name: 'c', passwordFile: join(folder, 'gone') },
        ],
      },
    });
    const facts = readSecretFiles(settings, []);
    expect(facts.map(({ problem }) => problem?.code ?? null)).to.deep.equal([
      'CREDENTIAL_EXPOSED',
      null,
      'CREDENTIAL_UNREADABLE',
    ]);
    expect(JSON.stringify(facts)).not.to.include('hunter-2-planted');
  });

  it('tell imports that were cut off from those under way, and change nothing', async () => {
    const cache = join(folder, 'cache');
    const staging = join(cache, 'v1', 'staging');
    for (const name of ['dead', 'alive', 'bare']) await mkdir(join(staging, name), { recursive: true });
    takeProcessLock(join(staging, 'dead.lock'), 'test').release();
    const lock = takeProcessLock(join(staging, 'alive.lock'), 'test');
    const facts = await readMedia(cache);
    lock.release();
    expect('value' in facts && facts.value.imports).to.deep.equal(
      known({ underWay: 1, cutOff: ['bare', 'dead'].map((name) => join(staging, name)) }),
    );
    await writeFile(join(cache, 'v1', 'aliases.json'), '{"now":"gone"}');
    const later = await readMedia(cache);
    expect('value' in later && later.value.dangling).to.deep.equal([{ alias: 'now', id: 'gone' }]);
    await writeFile(join(cache, 'v1', 'aliases.json'), '{');
    expect(await readMedia(cache)).to.have.property('unknown');
    expect(((await thisMachine.entries(staging)) as { value: string[] }).value).to.have.members([
      'dead',
      'alive',
      'bare',
      'dead.lock',
      'alive.lock',
    ]);
  });

  it('are unknown when a program is missing, and never an error', async () => {
    expect(await thisMachine.run('drydock-no-such-program', [])).to.deep.equal(
      unknown('there is no program drydock-no-such-program'),
    );
    expect(await thisMachine.owner(join(folder, 'closed', 'below-a-file'))).to.have.property('unknown');
    expect(healthySettings.file).to.equal(null);
  });
});
