/**
 * Every port that Drydock opens, with the setting that it comes from: a test compares it with the configuration schema both ways.
 * The defaults are read from the schema, and written nowhere here.
 */
export interface PortRow {
  /** As in the configuration; `[]` for each entry of a list. */
  readonly setting: string;
  readonly name: string;
  readonly protocol: string;
  /** What it is for. */
  readonly purpose: string;
  /** Who connects. */
  readonly from: string;
  /** What a firewall on this machine needs, with PORT where the port stands; null: nothing, it is for this machine. */
  readonly rule: string | null;
}

export const portRows: readonly PortRow[] = [
  {
    ...{ setting: 'servers.http[].port', name: 'HTTP', protocol: 'TCP' },
    purpose:
      'Media: what hosts and their installers read. Hosts with a password in their address need 80; without one any port does.',
    from: 'every host of a run, from its management network, and its installer with the address that it has there',
    rule: 'PORT/tcp',
  },
  {
    ...{ setting: 'servers.https[].port', name: 'HTTPS', protocol: 'TCP, TLS' },
    purpose:
      'The same media for people, and for hosts of 8.1 and newer that are pointed at it by hand. Off until an entry is made.',
    from: 'people, XenCenter',
    rule: 'PORT/tcp',
  },
  {
    ...{ setting: 'servers.ftp[].port', name: 'FTP', protocol: 'TCP' },
    purpose: 'The same media over FTP, read-only. Installers up to 8.0 ask on port 21 only.',
    from: 'hosts that are pointed at FTP',
    rule: 'PORT/tcp',
  },
  {
    ...{ setting: 'servers.passivePorts', name: 'FTP data', protocol: 'TCP' },
    purpose: 'Data connections of FTP, one at a time for each session. Without the setting any free port is taken.',
    from: 'the address that the session comes from',
    rule: 'RANGE/tcp',
  },
  {
    ...{ setting: 'servers.nfs.port', name: 'NFS', protocol: 'TCP' },
    purpose:
      'The same media over NFS, by NFS-Ganesha or the kernel. Off until `servers.nfs.mode` says otherwise. Hosts know no other port.',
    from: 'hosts of a run that is done over NFS, and `servers.nfs.clients`',
    rule: 'PORT/tcp',
  },
  {
    ...{ setting: 'dashboard.port', name: 'dashboard and control API', protocol: 'TCP, HTTP or TLS' },
    purpose: 'The dashboard for people, and the control API for scripts with a token ([access.md](access.md)).',
    from: 'administrators; nobody but this machine until `dashboard.address` says otherwise',
    rule: 'PORT/tcp',
  },
];

/** Settings that are ports of others, which Drydock connects to. */
export const outgoingSettings = ['notify.mail[].port'] as const;

export interface Outgoing {
  readonly to: string;
  readonly port: string;
  readonly purpose: string;
  /** Which setting or command names it. */
  readonly named: string;
}

export const outgoing: readonly Outgoing[] = [
  {
    ...{ to: 'every host of a pool', port: '443/tcp' },
    purpose:
      'The management API, with the certificate that was pinned. The coordinator above all; a member when the coordinator is away.',
    named: '`pool add --host`, or the dashboard; `ADDRESS:PORT` and `--reach` name others',
  },
  {
    ...{ to: 'every host of a pool', port: '22/tcp' },
    purpose: 'Looks inside the host, where SSH is set up for the pool ([ssh.md](ssh.md)).',
    named: '`pool ssh`, `--ssh-reach`',
  },
  {
    ...{ to: 'the database of the journal', port: '5432/tcp' },
    purpose: 'Where the journal is kept on PostgreSQL ([several-controllers.md](several-controllers.md)).',
    named: '`journal`',
  },
  {
    ...{ to: 'webhooks, heartbeats', port: 'as their addresses say' },
    purpose: 'Notifications ([notifications.md](notifications.md)).',
    named: '`notify.webhooks`, `notify.heartbeats`',
  },
  {
    ...{ to: 'the mail server', port: '587/tcp' },
    purpose: 'Notifications by mail.',
    named: '`notify.mail`',
  },
  {
    ...{ to: 'an http(s) address that is imported from', port: 'as the address says' },
    purpose: 'Media by address; `dashboard.imports.urls: false` keeps the dashboard from it.',
    named: '`media import URL`',
  },
];
