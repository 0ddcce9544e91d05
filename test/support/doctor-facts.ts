/** Facts of a machine on which nothing is wrong, for the tests of doctor: each situation changes what it is about. */
import { resolveSettings, type ResolvedSettings } from '../../src/daemon/config/resolve.js';
import { settingsSchema } from '../../src/daemon/config/schema.js';
import { schemaVersion } from '../../src/journal/postgres/schema.js';
import type { DoctorFacts } from '../../src/daemon/doctor/doctor-facts.js';
import type { ListenerFacts } from '../../src/daemon/doctor/facts/listeners.js';
import type { MachineAccess, ProgramAnswer } from '../../src/daemon/doctor/machine-access.js';
import { known, unknown, type Known } from '../../src/daemon/doctor/known.js';

export const now = Date.UTC(2026, 0, 15, 22);
export const day = 24 * 60 * 60_000;

/** The defaults, in folders of a machine. */
export const healthySettings: ResolvedSettings = {
  ...(await resolveSettings({ state: '/srv/state', mediaCache: '/srv/media' }, {}, '/')),
};

/** The healthy settings with other servers, in the form of the file. */
export function settingsWith(servers: Readonly<Record<string, unknown>>): ResolvedSettings {
  return { ...healthySettings, servers: settingsSchema.parse({ servers }).servers };
}

export function listener(changes: Partial<ListenerFacts> = {}): ListenerFacts {
  return {
    ...{ setting: 'servers.http[0]', protocol: 'http', address: '192.0.2.10', port: 8080, given: '192.0.2.10' },
    ...{ heldBy: null, doubt: null, answer: known('free') },
    ...changes,
  };
}

export const healthyFacts: DoctorFacts = {
  now,
  settings: healthySettings,
  nodeVersion: '20.19.0',
  listeners: [listener()],
  dashboard: {
    listener: listener({
      setting: 'dashboard',
      protocol: 'dashboard',
      address: '127.0.0.1',
      port: 8743,
      given: '127.0.0.1',
    }),
    controller: known('none'),
    ...{ names: [], certificate: null },
  },
  rights: { uid: 1000, hasCapability: known(false), firstFreePort: known(1024) },
  interfaces: [
    { interface: 'lo', address: '127.0.0.1', loopback: true },
    { interface: 'eth0', address: '192.0.2.10', loopback: false },
  ],
  hostname: 'jump',
  nameLeadsTo: known(['192.0.2.10']),
  firewall: { programs: [] },
  disks: [
    {
      ...{ what: 'media store', path: '/srv/media', exists: true },
      space: known({ freeBytes: 50e9, freeInodes: 1e6, totalInodes: 2e6 }),
    },
  ],
  clock: known({ synchronised: true, source: 'timedatectl' }),
  pools: known([
    {
      pool: 'lab',
      hosts: known([{ host: 'xs-1', network: { address: '192.0.2.21', netmask: '255.255.255.0' }, ahead: 2000 }]),
    },
  ]),
  certificate: known({
    ...{ path: '/srv/tls.pem', validFrom: now - day, validTo: now + 90 * day, keyMatches: known(true) },
    ...{ addresses: [{ address: '192.0.2.10', named: true }], names: 'IP Address:192.0.2.10' },
  }),
  nfs: known({ mode: 'off', runs: false, problems: [] }),
  mirrors: [{ mirror: { name: 'berlin', kind: 'nginx', url: 'http://192.0.2.20/' }, status: known(404) }],
  database: {
    ...{ shown: 'postgres://drydock@db.example.net:5432/drydock', isLocal: false, tls: 'verify-full' },
    answer: {
      settings: {
        ...{ version: 150_013, encoding: 'UTF8', synchronousCommit: 'on', fsync: true, fullPageWrites: true },
      },
      ...{ tlsVersion: 'TLSv1.3', isStandby: false, synchronousStandbys: 'db2', schema: schemaVersion },
      ...{ ahead: 20, commit: 1.2, openRuns: [], openRollouts: [] },
    },
  },
  permissions: {
    uid: 1000,
    stateFolder: { path: '/srv/state', owner: known({ uid: 1000, gid: 1000, mode: 0o700 }) },
    inState: [],
    wayToStore: [
      { path: '/srv', owner: known({ uid: 0, gid: 0, mode: 0o755 }) },
      { path: '/srv/media', owner: known({ uid: 1000, gid: 1000, mode: 0o755 }) },
    ],
    runAs: known({ name: 'drydock', uid: 990, gid: 990, groups: [990] }),
  },
  secrets: [{ what: 'pool lab', path: '/root/lab.password', problem: null }],
  automaticUpdates: { apt: null, dnf: null, needrestart: null, scheduledShutdown: known(null) },
  units: known([{ name: 'drydock-media-http.socket', active: 'active', enabled: 'enabled', port: 8080 }]),
  media: known({
    media: [{ id: 'xcp-ng-8.3.0', importedAt: now - 30 * day, lastHash: { at: now - day, whole: true } }],
    ...{ dangling: [], imports: known({ underWay: 0, cutOff: [] }), repairCutOff: false },
  }),
};

export interface MachineAnswers {
  /** By the program with its arguments; what is not here is not installed. */
  readonly programs?: Readonly<Record<string, Partial<ProgramAnswer>>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: Readonly<Record<string, readonly string[]>>;
}

/** A machine that answers from a table. */
export function machineWith({ programs = {}, files = {}, folders = {} }: MachineAnswers): MachineAccess {
  const installed = new Set(Object.keys(programs).map((line) => line.split(' ')[0]));
  return {
    run: (program, args) => {
      const answer = programs[[program, ...args].join(' ')];
      const found: Known<ProgramAnswer> =
        answer === undefined
          ? unknown(`there is no program ${program}`)
          : known({ exitCode: 0, stdout: '', stderr: '', ...answer });
      return Promise.resolve(found);
    },
    isInstalled: (program) => installed.has(program),
    text: (path) => Promise.resolve(known(files[path] ?? null)),
    entries: (folder) => Promise.resolve(known(folders[folder] ?? [])),
    owner: () => Promise.resolve(known(null)),
    space: () => Promise.resolve(unknown('no disk')),
    port: () => Promise.resolve(known('free' as const)),
    resolve: () => Promise.resolve(unknown('no names')),
    hostname: () => 'jump',
    interfaces: () => [],
    uid: () => 1000,
  };
}
