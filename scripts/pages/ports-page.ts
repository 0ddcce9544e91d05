/** docs/ports.md: ports, sockets and endpoints: what each is for, who connects, and what a firewall must let through. */
import { readdirSync, readFileSync } from 'node:fs';
import { roles } from '../../src/contract/api/roles.js';
import { routeTags, type RouteSpec } from '../../src/contract/api/route.js';
import { apiRoutes } from '../../src/contract/api/routes/index.js';
import { settingsSchema } from '../../src/daemon/config/schema.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { firewallRules } from '../../src/servers/nfs/firewall.js';
import { metricsPath, sitePaths } from '../../src/servers/site/site-paths.js';
import { generatedNote, markdownTable } from './markdown.js';
import { outgoing, portRows } from './ports-table.js';

export function portsPage(): string {
  return [
    generatedNote,
    '# Ports and endpoints',
    '',
    'What listens, what it is for, who connects to it, and what a firewall must let through. Everything is on loopback until the configuration says',
    'otherwise; `drydock doctor` looks whether the ports of *your* configuration are free, may be opened, and are let through by a firewall of this machine,',
    'and `drydock media addresses POOL` says which address the hosts of a pool can reach.',
    '',
    '## What Drydock listens on',
    '',
    markdownTable(
      ['what', 'setting', 'default', 'who connects', 'firewall', 'what it is for'],
      portRows.map(({ name, protocol, setting, from, rule, purpose }) => [
        `${name} (${protocol})`,
        `\`${setting}\``,
        presetOf(setting),
        from,
        rule === null ? 'none' : `\`${rule}\``,
        purpose,
      ]),
    ),
    '',
    'The systemd units open the ports of HTTP and FTP themselves, whatever user the service runs as:',
    '',
    markdownTable(['unit', 'listens on'], socketUnits()),
    '',
    'NFS needs, beside its own port, when `servers.nfs.version3` is on:',
    '',
    markdownTable(
      ['port', 'for'],
      firewallRules({ version3: true })
        .slice(1)
        .map(({ transport, port, why }) => [`${port}/${transport}`, why]),
    ),
    '',
    '### Firewall lines',
    '',
    'For HTTP on 8080, FTP on 21 with `servers.passivePorts: 50000-50099`, and hosts in 192.0.2.0/24. Leave out what you do not serve. The dashboard',
    'needs a line only where it listens on another address than loopback.',
    '',
    '```',
    '# firewalld',
    ...['8080', '21', '50000-50099'].map((port) => `firewall-cmd --permanent --add-port=${port}/tcp`),
    'firewall-cmd --reload',
    '',
    '# ufw',
    ...['8080', '21', '50000:50099'].map((port) => `ufw allow from 192.0.2.0/24 to any port ${port} proto tcp`),
    '',
    '# nftables, in front of what drops',
    'nft insert rule inet filter input ip saddr 192.0.2.0/24 tcp dport { 21, 8080, 50000-50099 } accept',
    '```',
    '',
    'Between hosts and this machine nothing may translate the address of a data connection of FTP, and nothing may answer in place of HTTP: a proxy that',
    'caches an error page is what the installer would install from.',
    '',
    '## What Drydock connects to',
    '',
    markdownTable(
      ['to', 'port', 'named by', 'for'],
      outgoing.map(({ to, port, named, purpose }) => [to, port, named, purpose]),
    ),
    '',
    'Nothing else: no update is looked for, and nothing is reported to anybody. `drydock simulate` and `drydock demo` listen on addresses of 127.0.0.0/8',
    'while they run.',
    '',
    '## Unix sockets',
    '',
    'In the state folder, of mode 0600: whoever may open one may do everything that it offers.',
    '',
    markdownTable(
      ['socket', 'of', 'who connects'],
      Object.entries(sockets).map(([name, { of, from }]) => [`\`${socketName(name as SocketName)}\``, of, from]),
    ),
    '',
    '## Paths of the media server',
    '',
    'Media are the same over HTTP, HTTPS and FTP; the last three lines are for HTTP and HTTPS. GET and HEAD only.',
    '',
    markdownTable(
      ['path', 'who may', 'what is there'],
      [
        ...Object.entries(sitePaths).map(([name, path]) => {
          const { below, may, text } = siteTexts[name as keyof typeof sitePaths];
          return [`\`/${path}${below}\``, may, text];
        }),
        [
          `\`${metricsPath}\``,
          '`servers.metrics.addresses`; nobody until it is set',
          'figures for Prometheus ([serving.md](serving.md#metrics))',
        ],
      ],
    ),
    '',
    '## Paths of the control API',
    '',
    `On the dashboard’s port, with the least of ${roles.join(', ')} that each asks for, and on \`${socketName('controllerSocket')}\`. Beside them stand the files of the page.`,
    '[control-api.md](control-api.md) says what each does, and [openapi.json](openapi.json) has its form.',
    '',
    markdownTable(['about', 'requests'], routeTags.map(routesOf)),
    '',
  ].join('\n');
}

/** As the schema has it, written for people. */
function presetOf(setting: string): string {
  const preset = settingsSchema.parse({});
  switch (setting) {
    case 'servers.http[].port':
    case 'servers.https[].port':
    case 'servers.ftp[].port': {
      const protocol = setting.split(/[.[]/)[1] as 'http' | 'https' | 'ftp';
      const listeners = preset.servers[protocol];
      if (listeners.length > 0) return listeners.map(({ address, port }) => `${address}:${port}`).join(', ');
      const entry = settingsSchema.parse({
        servers: { [protocol]: [{}], tls: { certificate: 'certificate.pem', key: 'key.pem' } },
      }).servers[protocol][0];
      return `none; ${entry?.port ?? ''} where an entry names no other`;
    }
    case 'servers.passivePorts':
      return preset.servers.passivePorts ?? 'any free port';
    case 'servers.nfs.port':
      return `${preset.servers.nfs.mode}; ${preset.servers.nfs.port}`;
    case 'dashboard.port':
      return `${preset.dashboard.address}:${preset.dashboard.port}`;
    default:
      throw new Error(`ports page: nothing says what the default of ${setting} is`);
  }
}

function socketUnits(): string[][] {
  const folder = 'packaging/systemd';
  return readdirSync(folder)
    .filter((name) => name.endsWith('.socket'))
    .sort()
    .map((name) => {
      const listens = [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/^ListenStream=(.+)$/gm)];
      return [`\`${name}\``, listens.map(([, address]) => `\`${address ?? ''}\``).join(', ')];
    });
}

type SocketName = Extract<keyof ReturnType<typeof stateLayout>, `${string}Socket`>;

const sockets: Readonly<Record<SocketName, { readonly of: string; readonly from: string }>> = {
  controllerSocket: {
    of: 'the controller: the control API, with everything that it has',
    from: 'the command line, as the user who runs Drydock, and root',
  },
  mediaServerSocket: {
    of: 'the media server: its state, grants, activity, `/metrics`, restart and stop',
    from: 'the controller and the command line',
  },
};

function socketName(name: SocketName): string {
  return `STATE${stateLayout('')[name].replace(/^\/?/, '/')}`;
}

const siteTexts: Readonly<
  Record<keyof typeof sitePaths, { readonly below: string; readonly may: string; readonly text: string }>
> = {
  grants: {
    below: '/TOKEN/…',
    may: 'whoever has the token: one host of one run',
    text: 'the media of one host, as far as its grant says; 404 for all else, and no listing',
  },
  media: {
    below: '/ID-or-ALIAS/…',
    may: '`servers.access`; `servers.plainPath: false` switches it off',
    text: 'each medium as it is, for people and for XenCenter, with listings',
  },
  alive: { below: '', may: 'everybody who may connect', text: '200 while the process answers' },
  ready: { below: '', may: 'everybody who may connect', text: '200 while the store can be read, 503 while it cannot' },
};

function routesOf(tag: (typeof routeTags)[number]): string[] {
  const routes = Object.values<RouteSpec>(apiRoutes).filter((route) => route.tag === tag);
  return [tag, routes.map(({ method, path, role }) => `\`${method} ${path}\` (${role})`).join(', ')];
}
