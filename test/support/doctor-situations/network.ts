/** Situations of doctor’s checks of the network: listeners, addresses, names, firewall. */
import { known, unknown } from '../../../src/daemon/doctor/known.js';
import { healthyFacts, listener, settingsWith } from '../doctor-facts.js';
import { dashboardWith, forHttp, rulesOf, rights, tcp, type Situations } from './situation.js';

export const networkSituations: Situations = {
  'ports-free': [
    {
      when: 'somebody else listens there',
      facts: { dashboard: null, listeners: [listener({ answer: known('in-use') })] },
      finds: [['failure', /another program.*ss -ltnp 'sport = :8080'/]],
    },
    {
      when: 'our own media server listens there',
      facts: { dashboard: null, listeners: [listener({ answer: known('in-use'), heldBy: 'media server' })] },
      finds: [['pass', /media server of this configuration/]],
    },
    {
      when: 'the address is of another machine',
      facts: { dashboard: null, listeners: [listener({ answer: known('no-such-address') })] },
      finds: [['failure', /no such address/]],
    },
    {
      when: 'a media server of another version may hold it',
      facts: { dashboard: null, listeners: [listener({ answer: known('in-use'), doubt: 'version 1' })] },
      finds: [['unknown', /maybe by the media server.*version 1/]],
    },
    {
      when: 'this user may not open it',
      facts: { dashboard: null, listeners: [listener({ answer: known('forbidden') })] },
      finds: [['pass', /low-ports/]],
    },
    {
      when: 'it cannot be tried',
      facts: { dashboard: null, listeners: [listener({ answer: unknown('odd') })] },
      finds: [['unknown', /odd/]],
    },
    {
      when: 'the controller holds the port of the dashboard',
      facts: dashboardWith({}, { answer: known('in-use'), heldBy: 'controller' }),
      finds: [
        ['pass', /./],
        ['pass', /8743: the controller of this configuration/],
      ],
    },
    {
      when: 'somebody else has the port of the dashboard',
      facts: dashboardWith({}, { answer: known('in-use') }),
      finds: [
        ['pass', /./],
        ['warning', /8743: another program.*change dashboard\.port/],
      ],
    },
  ],
  dashboard: [
    { when: 'it is switched off', facts: { dashboard: null }, finds: [['pass', /switched off/]] },
    {
      when: 'it is open to others with TLS',
      facts: dashboardWith({ certificate: healthyFacts.certificate }, { address: '192.0.2.10' }),
      finds: [['pass', /with TLS/]],
    },
    {
      when: 'it is open to others in plain text',
      facts: dashboardWith({}, { address: '192.0.2.10' }),
      finds: [['warning', /192\.0\.2\.10:8743.*plain text/]],
    },
    {
      when: 'the controller runs without it',
      facts: dashboardWith({ controller: known('silent') }),
      finds: [
        ['pass', /ssh -L 8743/],
        ['warning', /does not listen.*controller\.log/],
      ],
    },
    {
      when: 'its names lead here, elsewhere and nowhere',
      facts: dashboardWith({
        names: [
          { name: 'jump.example', leadsTo: known(['192.0.2.10']) },
          { name: 'proxy.example', leadsTo: known(['192.0.2.99']) },
          { name: 'old.example', leadsTo: unknown('ENOTFOUND') },
        ],
      }),
      finds: [
        ['pass', /./],
        ['pass', /192\.0\.2\.10/],
        ['notice', /proxy only/],
        ['notice', /ENOTFOUND/],
      ],
    },
  ],
  'low-ports': [
    {
      when: 'an ordinary user is to open port 80',
      facts: { dashboard: null, listeners: [listener({ port: 80 })] },
      finds: [['failure', /User 1000 may not open port 80.*servers\.runAs/]],
    },
    {
      when: 'root opens port 80',
      facts: { dashboard: null, listeners: [listener({ port: 80 })], rights: rights({ uid: 0 }) },
      finds: [['pass', /root/]],
    },
    {
      when: 'the capability is there',
      facts: { dashboard: null, listeners: [listener({ port: 80 })], rights: rights({ hasCapability: known(true) }) },
      finds: [['pass', /CAP_NET_BIND_SERVICE/]],
    },
    {
      when: 'everybody may open ports from 80 on',
      facts: { dashboard: null, listeners: [listener({ port: 80 })], rights: rights({ firstFreePort: known(80) }) },
      finds: [['pass', /from 80 on/]],
    },
    {
      when: 'systemd holds port 80',
      facts: { dashboard: null, listeners: [listener({ port: 80, heldBy: 'systemd' })] },
      finds: [['pass', /systemd/]],
    },
    {
      when: 'the capabilities cannot be read',
      facts: {
        dashboard: null,
        listeners: [listener({ port: 80 })],
        rights: rights({ hasCapability: unknown('no /proc') }),
      },
      finds: [['unknown', /Nobody could tell/]],
    },
    {
      when: 'the kernel refuses a port above 1023 as well',
      facts: {
        dashboard: null,
        listeners: [listener({ answer: known('forbidden') })],
        rights: rights({ firstFreePort: known(9000) }),
      },
      finds: [['failure', /below 9000/]],
    },
    {
      when: 'an ordinary user is to open the dashboard at 443',
      facts: dashboardWith({}, { port: 443 }),
      finds: [
        ['pass', /./],
        ['warning', /may not open port 443/],
      ],
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
      finds: [['info', /elsewhere: 8080\/tcp.*nft insert/]],
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
};
