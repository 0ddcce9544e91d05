import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { DoctorFacts } from '../../../src/daemon/doctor/doctor-facts.js';
import { judge } from '../../../src/daemon/doctor/judge.js';
import { known, unknown, type Known } from '../../../src/daemon/doctor/known.js';
import { doctorChecks } from '../../../src/daemon/doctor/registry.js';
import { oldestNode } from '../../../src/daemon/doctor/checks/node-version.js';
import { day, healthyFacts, healthySettings, listener, now, settingsWith } from '../../support/doctor-facts.js';

interface Situation {
  readonly when: string;
  readonly facts: Partial<DoctorFacts>;
  /** What the check finds: `severity` and words of reason and remedy. */
  readonly finds: readonly (readonly [string, RegExp])[];
}

const forHttp = settingsWith({ http: [{ address: '192.0.2.10', port: 8080 }], ftp: [] });
const certificateWith = (changes: object): Partial<DoctorFacts> => ({
  certificate: known({ ...valueOf(healthyFacts.certificate), ...changes }),
});
const mediaWith = (changes: object): Partial<DoctorFacts> => ({
  media: known({ ...valueOf(healthyFacts.media), ...changes }),
});
const permissionsWith = (changes: object): Partial<DoctorFacts> => ({
  permissions: { ...healthyFacts.permissions, ...changes },
});
const updatesWith = (changes: object): Partial<DoctorFacts> => ({
  automaticUpdates: { ...healthyFacts.automaticUpdates, ...changes },
});
const rulesOf = (program: 'firewalld' | 'ufw' | 'nft' | 'iptables', rules: object): Partial<DoctorFacts> => ({
  settings: forHttp,
  firewall: { programs: [{ program, rules: known({ filters: true, open: [], ...rules }) }] },
});
const diskWith = (freeBytes: number, freeInodes = 1e6, totalInodes = 2e6): Partial<DoctorFacts> => ({
  disks: [
    { what: 'media store', path: '/srv/media', exists: true, space: known({ freeBytes, freeInodes, totalInodes }) },
  ],
});
const hostWith = (changes: object): Partial<DoctorFacts> => ({
  pools: known([
    {
      pool: 'lab',
      hosts: known([
        { host: 'xs-1', network: { address: '192.0.2.21', netmask: '255.255.255.0' }, ahead: 0, ...changes },
      ]),
    },
  ]),
});
const silentPool: Partial<DoctorFacts> = { pools: known([{ pool: 'lab', hosts: unknown('refused') }]) };

/** For each check everything that it can find. */
const situations: Readonly<Record<string, readonly Situation[]>> = {
  'node-version': [
    { when: 'Node.js is too old', facts: { nodeVersion: '18.20.1' }, finds: [['failure', /18\.20\.1/]] },
    { when: 'Node.js is of a later major', facts: { nodeVersion: '22.1.0' }, finds: [['pass', /22/]] },
  ],
  'ports-free': [
    {
      when: 'somebody else listens there',
      facts: { listeners: [listener({ answer: known('in-use') })] },
      finds: [['failure', /another program.*ss -ltnp 'sport = :8080'/]],
    },
    {
      when: 'our own media server listens there',
      facts: { listeners: [listener({ answer: known('in-use'), heldBy: 'media server' })] },
      finds: [['pass', /media server of this configuration/]],
    },
    {
      when: 'the address is of another machine',
      facts: { listeners: [listener({ answer: known('no-such-address') })] },
      finds: [['failure', /no such address/]],
    },
    {
      when: 'a media server of another version may hold it',
      facts: { listeners: [listener({ answer: known('in-use'), doubt: 'version 1' })] },
      finds: [['unknown', /maybe by the media server.*version 1/]],
    },
    {
      when: 'this user may not open it',
      facts: { listeners: [listener({ answer: known('forbidden') })] },
      finds: [['pass', /low-ports/]],
    },
    {
      when: 'it cannot be tried',
      facts: { listeners: [listener({ answer: unknown('odd') })] },
      finds: [['unknown', /odd/]],
    },
  ],
  'low-ports': [
    {
      when: 'an ordinary user is to open port 80',
      facts: { listeners: [listener({ port: 80 })] },
      finds: [['failure', /User 1000 may not open port 80.*servers\.runAs/]],
    },
    {
      when: 'root opens port 80',
      facts: { listeners: [listener({ port: 80 })], rights: rights({ uid: 0 }) },
      finds: [['pass', /root/]],
    },
    {
      when: 'the capability is there',
      facts: { listeners: [listener({ port: 80 })], rights: rights({ hasCapability: known(true) }) },
      finds: [['pass', /CAP_NET_BIND_SERVICE/]],
    },
    {
      when: 'everybody may open ports from 80 on',
      facts: { listeners: [listener({ port: 80 })], rights: rights({ firstFreePort: known(80) }) },
      finds: [['pass', /from 80 on/]],
    },
    {
      when: 'systemd holds port 80',
      facts: { listeners: [listener({ port: 80, heldBy: 'systemd' })] },
      finds: [['pass', /systemd/]],
    },
    {
      when: 'the capabilities cannot be read',
      facts: { listeners: [listener({ port: 80 })], rights: rights({ hasCapability: unknown('no /proc') }) },
      finds: [['unknown', /Nobody could tell/]],
    },
    {
      when: 'the kernel refuses a port above 1023 as well',
      facts: { listeners: [listener({ answer: known('forbidden') })], rights: rights({ firstFreePort: known(9000) }) },
      finds: [['failure', /below 9000/]],
    },
  ],
  'given-addresses': [
    {
      when: 'it is for this machine only',
      facts: { listeners: [listener({ given: '127.0.0.1' })] },
      finds: [['info', /no host/]],
    },
    {
      when: 'it is link-local',
      facts: { listeners: [listener({ given: '169.254.3.4' })] },
      finds: [['warning', /link-local/]],
    },
    {
      when: 'no interface has it',
      facts: { listeners: [listener({ given: '192.0.2.99' })] },
      finds: [['warning', /NAT/]],
    },
  ],
  'own-name': [
    {
      when: 'the name is not known',
      facts: { nameLeadsTo: unknown('ENOTFOUND') },
      finds: [['notice', /leads nowhere/]],
    },
    { when: 'the name leads to loopback', facts: { nameLeadsTo: known(['127.0.1.1']) }, finds: [['info', /loopback/]] },
    {
      when: 'the name is another machine’s',
      facts: { nameLeadsTo: known(['192.0.2.77']) },
      finds: [['notice', /192\.0\.2\.77/]],
    },
  ],
  firewall: [
    {
      when: 'ufw has a rule for the port',
      facts: rulesOf('ufw', { open: [tcp(8080)] }),
      finds: [['pass', /8080\/tcp/]],
    },
    { when: 'ufw has none', facts: rulesOf('ufw', { open: [tcp(22)] }), finds: [['warning', /ufw allow 8080\/tcp/]] },
    {
      when: 'firewalld has none',
      facts: rulesOf('firewalld', {}),
      finds: [['warning', /firewall-cmd --permanent --add-port=8080\/tcp && firewall-cmd --reload/]],
    },
    {
      when: 'nft has none',
      facts: rulesOf('nft', { chain: 'ip f in' }),
      finds: [['warning', /nft insert rule ip f in tcp dport 8080 accept/]],
    },
    {
      when: 'iptables has none',
      facts: rulesOf('iptables', { open: [tcp(8080, 'udp')] }),
      finds: [['warning', /iptables -I INPUT -p tcp --dport 8080 -j ACCEPT/]],
    },
    { when: 'nft filters nothing', facts: rulesOf('nft', { filters: false }), finds: [['pass', /keeps nothing out/]] },
    {
      when: 'its rules are for root alone',
      facts: {
        settings: forHttp,
        firewall: { programs: [{ program: 'nft', rules: unknown('Operation not permitted') }] },
      },
      finds: [['info', /Hosts need 8080\/tcp.*nft insert/]],
    },
    {
      when: 'FTP has no range of ports behind a firewall',
      facts: {
        ...rulesOf('ufw', { open: [tcp(8080), tcp(21)] }),
        listeners: [listener(), listener({ protocol: 'ftp', port: 21, setting: 'servers.ftp[0]' })],
      },
      finds: [
        ['pass', /21/],
        ['info', /passivePorts/],
      ],
    },
    {
      when: 'the passive ports are closed',
      facts: {
        ...rulesOf('ufw', { open: [tcp(21)] }),
        settings: settingsWith({ passivePorts: '50000-50099' }),
        listeners: [listener({ protocol: 'ftp', port: 21 })],
      },
      finds: [['warning', /ufw allow 50000:50099\/tcp/]],
    },
    {
      when: 'all is for this machine',
      facts: { listeners: [listener({ given: '127.0.0.1' })] },
      finds: [['pass', /this machine only/]],
    },
  ],
  'pool-networks': [
    {
      when: 'hosts are behind a router',
      facts: hostWith({ network: { address: '198.51.100.7', netmask: '255.255.255.0' } }),
      finds: [['notice', /router/]],
    },
    {
      when: 'nothing but loopback is given',
      facts: { listeners: [listener({ given: '127.0.0.1' })] },
      finds: [['failure', /loopback/]],
    },
    { when: 'the network is not told', facts: hostWith({ network: null }), finds: [['unknown', /does not tell/]] },
    { when: 'there is no listener', facts: { listeners: [] }, finds: [['failure', /No listener/]] },
    { when: 'the pool does not answer', facts: silentPool, finds: [] },
  ],
  certificate: [
    {
      when: 'it has run out',
      facts: certificateWith({ validTo: now - day }),
      finds: [
        ['failure', /ran out on 2026-01-14/],
        ['pass', /key/],
        ['pass', /names it/],
      ],
    },
    {
      when: 'it is of the future',
      facts: certificateWith({ validFrom: now + day }),
      finds: [
        ['failure', /from 2026-01-16/],
        ['pass', /./],
        ['pass', /./],
      ],
    },
    {
      when: 'it runs out within a week',
      facts: certificateWith({ validTo: now + 3 * day }),
      finds: [
        ['warning', /3 days/],
        ['pass', /./],
        ['pass', /./],
      ],
    },
    {
      when: 'it runs out within a month',
      facts: certificateWith({ validTo: now + 20 * day }),
      finds: [
        ['notice', /20 days/],
        ['pass', /./],
        ['pass', /./],
      ],
    },
    {
      when: 'the key is another’s',
      facts: certificateWith({ keyMatches: known(false) }),
      finds: [
        ['pass', /./],
        ['failure', /not the key/],
        ['pass', /./],
      ],
    },
    {
      when: 'the key cannot be read',
      facts: certificateWith({ keyMatches: unknown('EACCES') }),
      finds: [
        ['pass', /./],
        ['unknown', /EACCES/],
        ['pass', /./],
      ],
    },
    {
      when: 'it names another address',
      facts: certificateWith({ addresses: [{ address: '192.0.2.10', named: false }], names: '' }),
      finds: [
        ['pass', /./],
        ['pass', /./],
        ['warning', /no address at all/],
      ],
    },
    { when: 'it cannot be read', facts: { certificate: unknown('no PEM') }, finds: [['unknown', /no PEM/]] },
    { when: 'nothing listens with HTTPS', facts: { certificate: null }, finds: [] },
  ],
  'nfs-server': [
    {
      when: 'a program is missing',
      facts: {
        nfs: known({
          mode: 'ganesha',
          runs: false,
          problems: [{ code: 'X', message: 'no ganesha.nfsd', remedy: 'install it' }],
        }),
      },
      finds: [['failure', /ganesha\.nfsd.*install it/]],
    },
    {
      when: 'it could run',
      facts: { nfs: known({ mode: 'kernel', runs: false, problems: [] }) },
      finds: [['info', /does not run/]],
    },
    { when: 'it runs', facts: { nfs: known({ mode: 'kernel', runs: true, problems: [] }) }, finds: [['pass', /runs/]] },
    { when: 'nobody knows', facts: { nfs: unknown('odd') }, finds: [['unknown', /odd/]] },
  ],
  'disk-space': [
    { when: 'the disk is full', facts: diskWith(100e6), finds: [['failure', /100 MB/]] },
    { when: 'a medium hardly fits', facts: diskWith(1500e6), finds: [['warning', /1500 MB/]] },
    { when: 'the inodes are gone', facts: diskWith(50e9, 500), finds: [['failure', /500 inodes/]] },
    { when: 'the inodes are few', facts: diskWith(50e9, 5000), finds: [['warning', /5000 inodes/]] },
    { when: 'the file system has no fixed inodes', facts: diskWith(50e9, 0, 0), finds: [['pass', /50000 MB free/]] },
    {
      when: 'nobody knows',
      facts: { disks: [{ what: 'state', path: '/x', exists: false, space: unknown('EACCES') }] },
      finds: [['unknown', /EACCES/]],
    },
  ],
  'state-closed': [
    {
      when: 'everybody may read it',
      facts: permissionsWith({ stateFolder: folder(0o755) }),
      finds: [['failure', /mode 0755.*chmod 700 \/srv\/state/]],
    },
    {
      when: 'the group may write it',
      facts: permissionsWith({ stateFolder: folder(0o730) }),
      finds: [['failure', /mode 0730/]],
    },
    {
      when: 'servers.runAs passes through it',
      facts: permissionsWith({ stateFolder: folder(0o710) }),
      finds: [['pass', /mode 0710/]],
    },
    {
      when: 'it is another user’s',
      facts: permissionsWith({ stateFolder: folder(0o700, 990) }),
      finds: [['notice', /user 990/]],
    },
    {
      when: 'it is not there',
      facts: permissionsWith({ stateFolder: { path: '/srv/state', owner: known(null) } }),
      finds: [['pass', /not there/]],
    },
    {
      when: 'it cannot be looked at',
      facts: permissionsWith({ stateFolder: { path: '/srv/state', owner: unknown('EACCES') } }),
      finds: [['unknown', /EACCES/]],
    },
  ],
  'secret-files': [
    { when: 'a file is open', facts: secretWith(false), finds: [['failure', /open to others.*chmod/]] },
    { when: 'this user may not read it', facts: secretWith(true), finds: [['unknown', /may not read it/]] },
  ],
  'media-readable': [
    {
      when: 'a folder above is closed',
      facts: permissionsWith({ wayToStore: [{ path: '/root', owner: known({ uid: 0, gid: 0, mode: 0o700 }) }] }),
      finds: [['failure', /drydock does not get through \/root/]],
    },
    {
      when: 'the store is its group’s',
      facts: permissionsWith({ wayToStore: [{ path: '/m', owner: known({ uid: 0, gid: 990, mode: 0o750 }) }] }),
      finds: [['pass', /gets to \/m/]],
    },
    {
      when: 'its own bits shut the owner out',
      facts: permissionsWith({ wayToStore: [{ path: '/m', owner: known({ uid: 990, gid: 0, mode: 0o077 }) }] }),
      finds: [['failure', /\/m/]],
    },
    {
      when: 'the store can be passed but not listed',
      facts: permissionsWith({ wayToStore: [{ path: '/m', owner: known({ uid: 0, gid: 0, mode: 0o711 }) }] }),
      finds: [['failure', /\/m/]],
    },
    {
      when: 'there is no such user',
      facts: permissionsWith({ runAs: unknown('no such line') }),
      finds: [['failure', /no such user/]],
    },
    {
      when: 'a folder cannot be looked at',
      facts: permissionsWith({ wayToStore: [{ path: '/m', owner: unknown('EACCES') }] }),
      finds: [['unknown', /\/m/]],
    },
    { when: 'runAs is not set', facts: permissionsWith({ runAs: null }), finds: [] },
  ],
  'media-whole': [
    {
      when: 'a medium is damaged',
      facts: mediaWith({ media: [{ id: 'm', importedAt: 0, lastHash: { at: now, whole: false } }] }),
      finds: [['failure', /damaged.*repair m SOURCE/]],
    },
    {
      when: 'a medium was not hashed for weeks',
      facts: mediaWith({ media: [{ id: 'm', importedAt: 0, lastHash: { at: now - 20 * day, whole: true } }] }),
      finds: [['notice', /verify m/]],
    },
    {
      when: 'a medium was never hashed',
      facts: mediaWith({ media: [{ id: 'm', importedAt: now - 20 * day, lastHash: null }] }),
      finds: [['notice', /not hashed since/]],
    },
    {
      when: 're-hashing is switched off',
      facts: {
        ...mediaWith({ media: [{ id: 'm', importedAt: 0, lastHash: null }] }),
        settings: { ...healthySettings, media: { ...healthySettings.media, rehashEvery: '0' } },
      },
      finds: [['pass', /./]],
    },
    {
      when: 'an alias leads nowhere',
      facts: mediaWith({ dangling: [{ alias: 'now', id: 'gone' }] }),
      finds: [
        ['pass', /./],
        ['warning', /gone.*media alias now ID/],
      ],
    },
    { when: 'the store is empty', facts: mediaWith({ media: [] }), finds: [['info', /no medium/]] },
    {
      when: 'the store cannot be read',
      facts: { media: unknown('STATE_CORRUPT') },
      finds: [['failure', /STATE_CORRUPT/]],
    },
  ],
  'imports-finished': [
    {
      when: 'an import was cut off',
      facts: mediaWith({ imports: known({ underWay: 1, cutOff: ['/m/staging/ab'] }) }),
      finds: [['notice', /staging\/ab/]],
    },
    {
      when: 'an import is under way',
      facts: mediaWith({ imports: known({ underWay: 1, cutOff: [] }) }),
      finds: [['pass', /under way: 1/]],
    },
    {
      when: 'a repair was cut off',
      facts: mediaWith({ repairCutOff: true }),
      finds: [
        ['warning', /repair/],
        ['pass', /./],
      ],
    },
    {
      when: 'the locks are another user’s',
      facts: mediaWith({ imports: unknown('EACCES') }),
      finds: [['unknown', /EACCES/]],
    },
    { when: 'the store cannot be read', facts: { media: unknown('STATE_CORRUPT') }, finds: [] },
  ],
  'clock-synchronised': [
    {
      when: 'it runs free',
      facts: { clock: known({ synchronised: false, source: 'chronyc' }) },
      finds: [['warning', /chronyc.*time servers/]],
    },
    { when: 'no program tells', facts: { clock: unknown('no chronyc') }, finds: [['unknown', /no chronyc/]] },
  ],
  'pool-clocks': [
    { when: 'a host is minutes ahead', facts: hostWith({ ahead: 6 * 60_000 }), finds: [['warning', /360 s ahead/]] },
    {
      when: 'a host is hours behind',
      facts: hostWith({ ahead: -2 * 60 * 60_000 }),
      finds: [['failure', /7200 s behind/]],
    },
    { when: 'a host is silent', facts: hostWith({ ahead: null }), finds: [['unknown', /did not tell/]] },
    { when: 'the pool does not answer', facts: silentPool, finds: [['unknown', /refused.*--pool lab/]] },
    {
      when: 'the known pools cannot be read',
      facts: { pools: unknown('STATE_CORRUPT') },
      finds: [['unknown', /STATE_CORRUPT/]],
    },
  ],
  restarts: [
    {
      when: 'unattended-upgrades restarts the machine',
      facts: updatesWith({ apt: known({ enabled: true, reboots: true, rebootTime: '02:00' }) }),
      finds: [['warning', /at 02:00.*Automatic-Reboot "false"/]],
    },
    {
      when: 'unattended-upgrades only updates',
      facts: updatesWith({ apt: known({ enabled: true, reboots: false, rebootTime: 'now' }) }),
      finds: [['info', /does not restart.*apt-daily-upgrade\.timer/]],
    },
    {
      when: 'unattended-upgrades is off',
      facts: updatesWith({ apt: known({ enabled: false, reboots: true, rebootTime: 'now' }) }),
      finds: [['pass', /./]],
    },
    {
      when: 'dnf-automatic restarts the machine',
      facts: updatesWith({ dnf: known({ enabled: true, reboots: true }) }),
      finds: [['warning', /reboot = never/]],
    },
    {
      when: 'dnf-automatic only updates',
      facts: updatesWith({ dnf: known({ enabled: true, reboots: false }) }),
      finds: [['info', /./]],
    },
    {
      when: 'dnf-automatic is off',
      facts: updatesWith({ dnf: known({ enabled: false, reboots: true }) }),
      finds: [['pass', /./]],
    },
    {
      when: 'needrestart restarts services',
      facts: updatesWith({ needrestart: known({ restarts: true }) }),
      finds: [['notice', /override_rc/]],
    },
    {
      when: 'a shutdown is planned',
      facts: updatesWith({ scheduledShutdown: known(now + day) }),
      finds: [['failure', /2026-01-16T22:00:00Z.*shutdown -c/]],
    },
    {
      when: 'a planned shutdown is over',
      facts: updatesWith({ scheduledShutdown: known(now - day) }),
      finds: [['pass', /./]],
    },
    {
      when: 'the settings of apt cannot be read',
      facts: updatesWith({ apt: unknown('odd') }),
      finds: [['unknown', /odd/]],
    },
  ],
  services: [
    { when: 'a unit failed', facts: unitWith({ active: 'failed' }), finds: [['failure', /journalctl/]] },
    {
      when: 'a unit does not begin with the machine',
      facts: unitWith({ enabled: 'disabled' }),
      finds: [['warning', /enable --now/]],
    },
    { when: 'a unit does not run', facts: unitWith({ active: 'inactive' }), finds: [['notice', /systemctl start/]] },
    {
      when: 'a socket is on another port than the configuration',
      facts: unitWith({ name: 'drydock-media-http.socket', port: 80 }),
      finds: [
        ['pass', /./],
        ['warning', /port 80/],
      ],
    },
    { when: 'there is no systemd', facts: { units: unknown('no systemctl') }, finds: [['info', /no systemctl/]] },
    { when: 'nothing is installed', facts: { units: known([]) }, finds: [['pass', /not installed/]] },
  ],
};

describe('checks of doctor', () => {
  it('all pass on a machine where nothing is wrong', () => {
    const report = judge(healthyFacts);
    expect(report.results.filter(({ severity }) => severity !== 'pass')).to.deep.equal([]);
    expect(new Set(report.results.map(({ id }) => id))).to.have.all.keys(doctorChecks.map(({ id }) => id));
    expect(report.failed).to.equal(false);
  });

  it('have situations here, each of them', () => {
    expect(Object.keys(situations)).to.have.members(doctorChecks.map(({ id }) => id));
  });

  it('asks for the Node.js that the package asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).to.equal(`>=${oldestNode}`);
  });

  for (const check of doctorChecks) {
    describe(check.id, () => {
      const own = situations[check.id] ?? [];
      for (const { when, facts, finds } of own) {
        it(`finds ${finds.map(([severity]) => severity).join(', ') || 'nothing to say'} when ${when}`, () => {
          const observed = check.judge({ ...healthyFacts, ...facts });
          expect(observed.map(({ severity }) => severity)).to.deep.equal(finds.map(([severity]) => severity));
          observed.forEach(({ reason, remedy }, index) =>
            expect(`${reason} ${remedy}`).to.match(finds[index]?.[1] ?? /^$/),
          );
        });
      }

      it('declares just the severities that the situations show, and has a remedy for all but a pass', () => {
        const seen = [{}, ...own.map(({ facts }) => facts)].flatMap((facts) =>
          check.judge({ ...healthyFacts, ...facts }),
        );
        expect(new Set(seen.map(({ severity }) => severity))).to.have.all.keys(...check.severities);
        for (const { severity, remedy } of seen) expect(remedy !== '', severity).to.equal(severity !== 'pass');
      });
    });
  }
});

function valueOf<T>(fact: Known<T> | null): T {
  if (fact !== null && 'value' in fact) return fact.value;
  throw new Error('the healthy machine knows it');
}

function rights(changes: Partial<DoctorFacts['rights']>): DoctorFacts['rights'] {
  return { ...healthyFacts.rights, ...changes };
}

function tcp(port: number, transport: 'tcp' | 'udp' = 'tcp') {
  return { transport, from: port, to: port };
}

function folder(mode: number, uid = 1000) {
  return { path: '/srv/state', owner: known({ uid, gid: 1000, mode }) };
}

function secretWith(denied: boolean): Partial<DoctorFacts> {
  const problem = { code: 'CREDENTIAL_EXPOSED', message: 'It is open to others', remedy: 'chmod 600', denied };
  return { secrets: [{ what: 'pool lab', path: '/root/lab.password', problem }] };
}

function unitWith(changes: object): Partial<DoctorFacts> {
  const unit = { name: 'drydock-media.service', active: 'active', enabled: 'enabled', port: null };
  return { units: known([{ ...unit, ...changes }]) };
}
