/** Documents of a controller with something in every corner: a run under way, one that stopped, a damaged medium, a rollout in its waves. */
import type { AuditReply } from '../../../src/contract/api/audit.js';
import type { MediaJobsReply } from '../../../src/contract/api/media-jobs.js';
import type { MediumSummary, Passport } from '../../../src/contract/api/media.js';
import type { CertificatesReply, PoolLine, PoolReply } from '../../../src/contract/api/pools.js';
import type { ServersReply } from '../../../src/contract/api/servers.js';
import type { OpenSession, SessionReply } from '../../../src/contract/api/session.js';
import type { LogReply, TimelineReply } from '../../../src/contract/api/timeline.js';
import type { CheckReport } from '../../../src/contract/checks.js';
import type { PlanReply } from '../../../src/contract/control.js';
import type { RolloutReply, RolloutStatus } from '../../../src/contract/rollout.js';
import type { HostStatus, RunStatus } from '../../../src/contract/run-status.js';

export type FakeDocuments = Readonly<Record<string, unknown>>;

const minute = 60_000;

export function session(role: 'viewer' | 'operator' | 'administrator'): SessionReply {
  return {
    ...{ signedIn: true, user: { name: 'anna', role }, csrf: 'csrf-value', version: '0.5.0' },
    ...{ endsAt: null, idleEndsAt: null },
  };
}

export const nobody: SessionReply = { ...session('viewer'), signedIn: false, user: null, csrf: null };

export function host(name: string, state: HostStatus['state'], more: Partial<HostStatus> = {}): HostStatus {
  return {
    ...{ uuid: `uuid-${name}`, name, state, from: '8.2.1', to: '8.3.0', failure: null, progress: null },
    ...{ since: null, deadline: null, reason: 'its turn has not come', ...more },
  };
}

export function run(id: string, pool: string, more: Partial<RunStatus>): RunStatus {
  return {
    ...{
      run: id,
      pool,
      media: 'xcp-ng-8.3.0',
      state: 'running',
      reason: 'xs-2 installs',
      startedAt: null,
      endedAt: null,
    },
    ...{ hosts: [], changes: [], ...more },
  };
}

export function medium(id: string, more: Partial<MediumSummary> = {}): MediumSummary {
  return {
    ...{ id, aliases: [], layout: 'treeinfo', files: 571, bytes: 602_000_000, importedAt: 0, importedBy: 'anna' },
    product: { name: 'XCP-ng', version: '8.3.0', build: 'cloud' },
    platform: { name: 'XCP', version: '3.4.0' },
    ...{ signature: 'good', inUse: [], lastCheck: null, ...more },
  };
}

const check: CheckReport = {
  ...{ pool: 'berlin', media: 'xcp-ng-8.3.0', blocked: true },
  results: [
    {
      id: 'ha-off',
      severity: 'failure',
      subject: 'berlin',
      title: 'High availability is off',
      reason: 'It is on.',
      remedy: 'Turn it off for the run.',
      fixable: true,
    },
    {
      id: 'disk-layout',
      severity: 'unknown',
      subject: 'xs-2',
      title: 'The disk has room for the new layout',
      reason: 'Not looked at: SSH is not set up for this pool.',
      remedy: 'Set it up: drydock pool ssh berlin.',
      fixable: false,
    },
    {
      id: 'clock-skew',
      severity: 'warning',
      subject: 'xs-3',
      title: 'Clocks agree',
      reason: 'It is 4 s ahead.',
      remedy: 'Check its time server.',
      fixable: false,
    },
    {
      id: 'host-live',
      severity: 'pass',
      subject: 'xs-1',
      title: 'The host is live',
      reason: 'It answers.',
      remedy: '',
      fixable: false,
    },
    {
      id: 'host-live',
      severity: 'pass',
      subject: 'xs-2',
      title: 'The host is live',
      reason: 'It answers.',
      remedy: '',
      fixable: false,
    },
  ],
};

/** @param now what every time in them is relative to */
export function fakeDocuments(
  now: number,
  role: 'viewer' | 'operator' | 'administrator' = 'administrator',
): FakeDocuments {
  const going = run('run-going', 'berlin', {
    ...{ startedAt: now - 48 * minute, reason: 'xs-2 installs: 60 % of its packages are fetched' },
    hosts: [
      host('xs-1', 'done', {
        reason: 'upgraded, proven and in service',
        progress: {
          files: 478,
          bytes: 598_000_000,
          totalFiles: 478,
          totalBytes: 598_000_000,
          rate: 0,
          lastFailure: null,
          notices: [],
        },
      }),
      host('xs-2', 'installing', {
        ...{ since: now - 6 * minute, deadline: now + 54 * minute, reason: 'fetches its packages' },
        progress: {
          files: 287,
          bytes: 361_000_000,
          totalFiles: 478,
          totalBytes: 598_000_000,
          rate: 38_000_000,
          lastFailure: null,
          notices: ['slower than xs-1 was'],
        },
      }),
      host('xs-3', 'queued'),
    ],
    changes: [
      { what: 'high availability is off', undo: 'pending', condition: 'all hosts run the same version' },
      { what: 'xs-1 is out of service', undo: 'done', condition: '' },
      { what: 'vm-2 was moved', undo: 'pending', condition: 'its home is upgraded' },
    ],
    findings: [
      { host: 'uuid-xs-1', id: 'as-before', severity: 'info', subject: 'xs-1', reason: 'The release renames eth2.' },
    ],
  });
  const stopped = run('run-stopped', 'hamburg', {
    ...{ state: 'stopped', startedAt: now - 200 * minute, reason: 'hh-2 did not come back upgraded.' },
    hosts: [
      host('hh-1', 'done', { reason: 'upgraded, proven and in service' }),
      host('hh-2', 'failed', {
        reason: 'it runs the old version again',
        failure: {
          ...{
            kind: 'rolled-back',
            reason: 'The installer began and went back to the old system.',
            nextAction: 'Read the log of the installer, then retry.',
          },
          byHand: ['xe host-enable uuid=uuid-hh-2'],
        },
      }),
      host('hh-3', 'queued'),
    ],
    changes: [
      { what: 'high availability is off', undo: 'by-hand', condition: 'xe pool-ha-enable heartbeat-sr-uuids=5ba6' },
    ],
  });
  const ended = run('run-ended', 'munich', {
    ...{
      state: 'done',
      startedAt: now - 3000 * minute,
      endedAt: now - 2860 * minute,
      reason: 'every host of the plan is done',
    },
    hosts: [host('mu-1', 'done', { reason: 'upgraded, proven and in service' })],
  });
  const media = [
    medium('xcp-ng-8.3.0', {
      aliases: ['current'],
      importedAt: now - 9000 * minute,
      inUse: ['run-going'],
      lastCheck: { checkedAt: now - 600 * minute, whole: true, damaged: 0, missing: 0, extra: 0 },
    }),
    medium('driver-pack-1', {
      ...{ layout: 'supplemental-pack', files: 4, bytes: 4_000_000 },
      product: { name: 'Driver pack', version: '1.0', build: null },
    }),
    medium('xenserver-8', {
      importedAt: now - 19_000 * minute,
      importedBy: null,
      signature: 'absent',
      lastCheck: { checkedAt: now - 60 * minute, whole: false, damaged: 2, missing: 1, extra: 0 },
    }),
  ];
  const pools: readonly PoolLine[] = [
    {
      name: 'berlin',
      addresses: ['192.0.2.11', '192.0.2.12'],
      run: 'run-going',
      lastCheck: { at: now - 60 * minute, media: 'xcp-ng-8.3.0', blocked: true, failures: 1, warnings: 1, unknown: 1 },
    },
    { name: 'munich', addresses: ['192.0.2.31'], run: null, lastCheck: null },
  ];
  return {
    '/v1/session': session(role),
    '/v1/sessions': openSessions(now),
    '/v1/runs': { runs: [going, stopped, ended], next: null },
    '/v1/media': { media },
    '/v1/media/xcp-ng-8.3.0': passport(media[0]!, now),
    '/v1/media/imports': jobs(now),
    '/v1/servers': servers(now),
    '/v1/pools': { pools },
    '/v1/pools/berlin': pool(now),
    '/v1/pools/munich': { ...pool(now), name: 'munich', run: null, passwordElsewhere: 'the file /etc/drydock/munich' },
    '/v1/pools/certificates': certificates,
    '/v1/check': check,
    '/v1/plan': blockedPlan,
    '/v1/runs/run-going/timeline': timeline(now),
    '/v1/runs/run-stopped/timeline': { ...timeline(now), run: 'run-stopped', hosts: [], pool: [], vms: [] },
    '/v1/runs/run-going/log': log(now),
    '/v1/runs/run-stopped/log': { lines: [], next: 0, more: false },
    '/v1/runs/run-going/commands': going,
    '/v1/runs/run-going/explain': { text: 'The run upgrades berlin.\n\nIt waits for xs-2.' },
    '/v1/runs/run-going/report': { text: '# Upgrade of berlin\n' },
    '/v1/rollouts': { rollouts: [rollout(now)] },
    '/v1/rollouts/rollout-1/report': { text: '# Rollout Autumn\n' },
    '/v1/rollouts/rollout-1/commands': rollout(now),
    '/v1/audit': audit(now),
  };
}

/** A controller that has nothing yet. */
export function emptyDocuments(): FakeDocuments {
  return {
    '/v1/session': session('operator'),
    '/v1/runs': { runs: [], next: null },
    '/v1/media': { media: [] },
    '/v1/media/imports': { jobs: [], folders: [], offers: [], urls: false, largestUpload: 1e10 },
    '/v1/servers': {
      at: 0,
      running: false,
      reason: 'Nothing listens on its socket.',
      version: null,
      startedAt: null,
      endpoints: [],
      protocols: [],
      grants: [],
      failures: [],
    },
    '/v1/pools': { pools: [] },
    '/v1/rollouts': { rollouts: [] },
    '/v1/audit': { records: [], next: null },
  };
}

function openSessions(now: number): { sessions: readonly OpenSession[] } {
  const times = { createdAt: now - 90 * minute, lastUsedAt: now - minute, endsAt: now + 600 * minute };
  const common = { ...times, idleEndsAt: now + 59 * minute, from: '192.0.2.40' };
  return {
    sessions: [
      { ...common, id: '0a1b2c3d4e5f', name: 'anna', role: 'administrator', kind: 'user', own: true },
      { ...common, id: '1a1b2c3d4e5f', name: 'ben', role: 'operator', kind: 'link', own: false },
    ],
  };
}

const certificates: CertificatesReply = {
  certificates: [{ address: '192.0.2.31', fingerprint: '3f'.repeat(32), error: null }],
};

const blockedPlan: PlanReply = { run: null, hash: null, check, text: [], status: null };

export const goodPlan: PlanReply = {
  ...{ run: 'run-going', hash: 'f476f753176f0a', status: null },
  check: { ...check, blocked: false, results: check.results.slice(3) },
  text: [
    'Upgrade munich to XCP-ng 8.3.0 (xcp-ng-8.3.0): 2 hosts, about 1 h 50 min.',
    '1. mu-1 (coordinator): XCP-ng 8.2.1, 3 VMs to move, about 55 min.',
    '2. mu-2: XCP-ng 8.2.1, 4 VMs to move, about 55 min.',
    '7 migrations by the forecast; no other order has fewer.',
  ],
};

function passport(summary: MediumSummary, now: number): Passport {
  return {
    ...summary,
    ...{ generation: 1, release: 'xcp-ng-8.3' },
    target: { product: '8.3.0', build: 'cloud', platform: '3.4.0', xapi: '24.19.2', xen: '4.17.5-4', linux: null },
    source: {
      kind: 'iso',
      label: 'xcp-ng-8.3.0.iso',
      sha256: 'ea6d9ba38fabc18f85eb82939ad0cf17a072cf644ef46ef84e34e4fd75e01ba9',
      bytes: 617_000_000,
    },
    parts: [],
    verified: {
      ...{ packages: 478, metadata: 6, signedBy: '3CC8CF2C4C004B6B1E96F347BE086D9B41BEBB8F' },
      packageSignatures: { good: 478, absent: 0, untrustedKey: 0 },
      ...{ packagesSignedBy: ['3CC8CF2C4C004B6B1E96F347BE086D9B41BEBB8F'], sourceChecksum: true },
    },
    warnings: ['The group file names a package that is not there.'],
    disk: { bytes: 602_000_000, own: 97_000_000 },
    installations: [
      { run: 'run-going', pool: 'berlin', host: { uuid: 'uuid-xs-1', name: 'xs-1' }, at: now - 20 * minute },
    ],
  };
}

function jobs(now: number): MediaJobsReply {
  const common = {
    kind: 'import',
    by: 'anna',
    endedAt: null,
    medium: null,
    alreadyPresent: false,
    error: null,
  } as const;
  return {
    jobs: [
      {
        ...{
          ...common,
          id: 'job-1',
          source: 'xenserver-8.4.iso',
          state: 'running',
          rate: 120_000_000,
          startedAt: now - minute,
        },
        progress: {
          phase: 'copying',
          bytes: 300_000_000,
          totalBytes: 900_000_000,
          files: 120,
          totalFiles: 560,
          current: null,
        },
      },
      {
        ...{
          ...common,
          id: 'job-2',
          source: 'holiday.iso',
          state: 'failed',
          rate: 0,
          startedAt: now - 2 * minute,
          endedAt: now - minute,
          progress: null,
        },
        error: {
          code: 'MEDIA_UNRECOGNISED',
          summary: 'That is no installation medium',
          attempted: 'recognising it',
          found: 'photographs',
          remedy: 'Give the ISO of the publisher.',
        },
      },
    ],
    ...{ folders: ['/var/lib/drydock/incoming'], urls: true, largestUpload: 2e10 },
    offers: [{ path: '/var/lib/drydock/incoming/a.iso', bytes: 1e9, modified: now, folder: false }],
  };
}

export function servers(now: number): ServersReply {
  const http = {
    protocol: 'http',
    connections: 3,
    transfers: 2,
    sentBytes: 961_000_000,
    refusals: [{ reason: 'rate', count: 2 }],
  };
  return {
    ...{ at: now, running: true, reason: null, version: '0.5.0', startedAt: now - 9000 * minute },
    endpoints: [{ protocol: 'http', address: '192.0.2.1', port: 8080, url: 'http://192.0.2.1:8080/' }],
    protocols: [
      {
        ...http,
        requests: { ok: 812, redirected: 3, refused: 2, failed: 1 },
        rate: { bytes: 38_000_000, requests: 30, errors: 0 },
      },
    ],
    grants: [
      {
        ...{
          id: 'grant-1',
          pool: 'berlin',
          run: 'run-going',
          host: { uuid: 'uuid-xs-2', name: 'xs-2' },
          media: 'xcp-ng-8.3.0',
        },
        ...{ state: 'armed', stateSince: now - 6 * minute, expiresAt: null, observable: true },
        progress: {
          ...{
            packages: 287,
            totalPackages: 478,
            bytes: 361_000_000,
            totalBytes: 598_000_000,
            requests: 300,
            rate: 38_000_000,
          },
          ...{
            lastRequestAt: now - 400,
            firstRequestSinceArmedAt: now - 5 * minute,
            phase: 'packages',
            lastFailure: null,
            stall: null,
            notices: [],
          },
        },
      },
    ],
    failures: [
      { at: now - 7 * minute, host: 'xs-2', protocol: 'http', client: '192.0.2.12', path: 'EULA.old', status: 404 },
    ],
  };
}

function pool(now: number): PoolReply {
  const versions = {
    brand: 'XCP-ng',
    product: '8.2.1',
    build: 'release/yangtze/master/58',
    platform: '3.2.1',
    xapi: '1.249.19',
    xen: '4.13.4-9.17',
    linux: null,
  };
  const common = { enabled: true, live: true, versions, guests: 4 };
  return {
    ...{ name: 'berlin', addresses: ['192.0.2.11'], user: 'root', ssh: false, run: 'run-going', error: null },
    passwordElsewhere: null,
    reading: {
      ...{
        at: now,
        uuid: 'pool-uuid',
        name: 'Berlin',
        haEnabled: true,
        wlbEnabled: false,
        rollingUpgrade: false,
        claim: null,
      },
      hosts: [
        {
          ...common,
          uuid: 'uuid-xs-1',
          name: 'xs-1',
          address: '192.0.2.11',
          coordinator: true,
          versions: { ...versions, product: '8.3.0' },
        },
        {
          ...common,
          uuid: 'uuid-xs-2',
          name: 'xs-2',
          address: '192.0.2.12',
          coordinator: false,
          enabled: false,
          guests: 0,
        },
        { ...common, uuid: 'uuid-xs-3', name: 'xs-3', address: '192.0.2.13', coordinator: false },
      ],
      vms: ['db-1', 'db-2', 'mail', 'web-1'].map((vm, index) => ({
        ...{ uuid: `uuid-${vm}`, name: vm, host: index < 2 ? 'uuid-xs-1' : 'uuid-xs-3' },
      })),
    },
    lastCheck: { at: now - 60 * minute, by: 'anna', report: check },
  };
}

function timeline(now: number): TimelineReply {
  const start = now - 48 * minute;
  const effect = (
    what: string,
    from: number,
    to: number | null,
    state: TimelineReply['pool'][number]['state'] = 'confirmed',
  ) => ({
    ...{
      effect: what,
      key: 'key',
      what,
      attempt: 1,
      from: start + from * minute,
      to: to === null ? null : start + to * minute,
    },
    ...{ state, deadline: null, reason: '' },
  });
  const phase = (
    name: TimelineReply['hosts'][number]['phases'][number]['phase'],
    from: number | null,
    to: number | null,
    expected: number,
  ) => ({
    ...{ phase: name, expected: expected * minute },
    ...{ from: from === null ? null : start + from * minute, to: to === null ? null : start + to * minute },
  });
  const vm = { moves: [] };
  return {
    ...{ run: 'run-going', at: now, from: start, to: null, readAt: now - 3000 },
    pool: [effect('claim the pool', 0, 0.2), effect('turn high availability off', 0.3, 0.8)],
    hosts: [
      {
        ...{ uuid: 'uuid-xs-1', name: 'xs-1', coordinator: true },
        phases: [
          phase('evacuating', 1, 6, 5),
          phase('staging', 6, 8, 2),
          phase('installing', 8, 30, 25),
          phase('restoring', 30, 32, 2),
        ],
        effects: [
          effect('disable xs-1', 1, 1.2),
          effect('evacuate xs-1', 1.2, 6),
          effect('stage xs-1', 6, 8),
          effect('reboot xs-1', 8, 8.5),
        ],
      },
      {
        ...{ uuid: 'uuid-xs-2', name: 'xs-2', coordinator: false },
        phases: [phase('evacuating', 33, 40, 5), phase('staging', 40, 42, 2), phase('installing', 42, null, 25)],
        effects: [
          effect('evacuate xs-2', 33, 36, 'failed'),
          effect('evacuate xs-2', 36, 40),
          effect('stage xs-2', 40, 42),
          effect('reboot xs-2', 42, 42.3),
        ],
      },
      { uuid: 'uuid-xs-3', name: 'xs-3', coordinator: false, phases: [], effects: [] },
    ],
    vms: [
      {
        ...vm,
        uuid: 'vm-1',
        name: 'erp-db',
        home: 'xs-2',
        now: 'xs-1',
        place: 'away',
        goesHome: 'at the end of the run',
      },
      { ...vm, uuid: 'vm-2', name: 'web-1', home: 'xs-1', now: 'xs-1', place: 'home', goesHome: '' },
      { ...vm, uuid: 'vm-3', name: 'printer', home: 'xs-2', now: null, place: 'down', goesHome: 'when xs-2 is back' },
    ],
  };
}

function log(now: number): LogReply {
  const lines = [
    ['drydock', 'the pool is claimed', null, 'info'],
    ['anna', 'start', null, 'person'],
    ['drydock', 'evacuating failed: not enough memory; it is tried again', 'xs-2', 'warning'],
    ['drydock', 'xs-2 is armed and rebooted', 'xs-2', 'info'],
  ] as const;
  return {
    lines: lines.map(([who, what, name, level], index) => ({
      sequence: index + 1,
      at: now - (40 - index * 10) * minute,
      who,
      what,
      host: name,
      level,
    })),
    ...{ next: lines.length, more: false },
  };
}

/** Of a look at two pools: one that asks something, one that nothing answers for; beside the list, which has the same path. */
export const blockedRollout = {
  ...{ rollout: null, hash: null, text: [], rollouts: [] },
  pools: [
    {
      ...{ pool: 'lab', wave: 'canary', hosts: 2, problems: [], findings: [] },
      duration: { least: 40 * minute, expected: 55 * minute, most: 80 * minute },
    },
    {
      ...{ pool: 'munich', wave: 'wave 1', hosts: 0, duration: null, problems: ['disk-layout (xs-2): not looked at'] },
      findings: check.results.filter(({ severity }) => severity !== 'pass'),
    },
  ],
} satisfies RolloutReply & { rollouts: readonly RolloutStatus[] };

export const plannedRollout = {
  ...blockedRollout,
  ...{ rollout: 'rollout-2', hash: 'ab'.repeat(32) },
  pools: blockedRollout.pools.map((each) => ({
    ...each,
    hosts: 2,
    duration: { least: 1, expected: 2, most: 3 },
    problems: [],
  })),
  text: [
    'Rollout Winter: 2 pools with 4 hosts in 2 waves.',
    'At most 1 pools at once.',
    'The first failure stops it.',
    '1. canary:',
    '   lab: 2 hosts to xcp-ng-8.3.0, about 55 min (40 to 80)',
  ],
};

function rollout(now: number): RolloutStatus {
  const of = (
    name: string,
    state: RolloutStatus['waves'][number]['pools'][number]['state'],
    finished: number,
    reason: string,
  ) => ({
    ...{ pool: name, state, run: state === 'queued' ? null : 'run-going', reason, hosts: { total: 3, finished } },
    ...{
      startedAt: state === 'queued' ? null : now - 90 * minute,
      endedAt: state === 'done' ? now - 10 * minute : null,
    },
  });
  return {
    ...{
      rollout: 'rollout-1',
      name: 'Autumn',
      state: 'running',
      reason: 'wave 1 waits for an approval',
      startedAt: now - 300 * minute,
      endedAt: null,
    },
    limits: { pools: 2, hosts: 2, failureBudget: 0 },
    atWork: { pools: 1, hosts: 1, failures: 0 },
    waves: [
      { name: 'canary', canary: true, state: 'done', pools: [of('lab', 'done', 3, 'every host of the plan is done')] },
      {
        name: 'wave 1',
        canary: false,
        state: 'awaiting-approval',
        pools: [of('berlin', 'running', 1, 'xs-2 installs'), of('munich', 'queued', 0, 'its turn has not come')],
      },
    ],
  };
}

function audit(now: number): AuditReply {
  const common = { kind: 'user', role: 'operator', from: '192.0.2.77' } as const;
  return {
    records: [
      {
        ...common,
        at: now - minute,
        who: 'anna',
        action: 'run.start',
        object: 'run-going',
        outcome: 'done',
        detail: '',
      },
      {
        ...common,
        at: now - 2 * minute,
        who: 'nobody',
        kind: 'nobody',
        role: null,
        action: 'session.sign-in',
        object: 'root',
        outcome: 'refused',
        detail: 'SIGN_IN_REFUSED',
      },
    ],
    next: '17',
  };
}
