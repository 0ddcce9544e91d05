/** Situations of doctor’s checks of Node.js, the pools, HTTPS, NFS, time, restarts and units. */
import type { MirrorKind } from '../../../src/contract/mirror.js';
import type { MirrorFacts } from '../../../src/daemon/doctor/facts/mirrors.js';
import { known, unknown } from '../../../src/daemon/doctor/known.js';
import { day, listener, now } from '../doctor-facts.js';
import { certificateWith, updatesWith, hostWith, silentPool, unitWith, type Situations } from './situation.js';

const mirrored = (kind: MirrorKind, status: MirrorFacts['status']): { mirrors: MirrorFacts[] } => ({
  mirrors: [{ mirror: { name: 'berlin', kind, url: 'http://192.0.2.20/' }, status }],
});

export const poolsAndServicesSituations: Situations = {
  'node-version': [
    { when: 'Node.js is too old', facts: { nodeVersion: '18.20.1' }, finds: [['failure', /18\.20\.1/]] },
    { when: 'Node.js is of a later major', facts: { nodeVersion: '22.1.0' }, finds: [['pass', /22/]] },
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
  'mirrors-answer': [
    { when: 'there are none', facts: { mirrors: [] }, finds: [] },
    { when: 'an nginx asks', facts: mirrored('nginx', known(404)), finds: [['pass', /asks the media server/]] },
    { when: 'a tree answers', facts: mirrored('tree', known(403)), finds: [['pass', /answers/]] },
    {
      when: 'nothing answers',
      facts: mirrored('tree', unknown('refused')),
      finds: [['warning', /refused.*whether it runs/]],
    },
    {
      when: 'an nginx cannot ask',
      facts: mirrored('nginx', known(503)),
      finds: [['warning', /cannot ask.*from which/]],
    },
    {
      when: 'an nginx does not ask',
      facts: mirrored('nginx', known(200)),
      finds: [['warning', /does not ask.*mirror config/]],
    },
    { when: 'a tree is broken', facts: mirrored('tree', known(500)), finds: [['warning', /500/]] },
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
