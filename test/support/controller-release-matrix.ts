/**
 * One pool of each release with everything the assessments look for at once, as far as the release has it; and media to go
 * to. What each assessment says of each is a table of the documentation, and is compared with one written by hand.
 */
import { assess } from '../../src/controller/assessments/assess.js';
import type { AssessmentInput } from '../../src/controller/assessments/assessment.js';
import type { PluginAnswer, PluginAnswers } from '../../src/controller/assessments/evidence.js';
import { assessments } from '../../src/controller/assessments/registry.js';
import { severities, type Severity } from '../../src/contract/checks.js';
import type { PoolFacts } from '../../src/controller/facts/pool-facts.js';
import type { HostSurvey, Survey } from '../../src/controller/facts/survey.js';
import type { Medium } from '../../src/controller/planning/medium.js';
import { compareVersions } from '../../src/releases/versions.js';
import {
  agreement,
  disc,
  drivingMedium,
  makeHostSurvey,
  makeInterface,
  makeSrSurvey,
  makeVmSurvey,
} from './controller-evidence.js';
import { troubledSystem } from './controller-systems.js';
import { makePifs, gigabyte, makeHost, makePool, makeVm, readAt, versions82 } from './controller-facts.js';

interface FromRelease {
  readonly name: string;
  readonly brand: 'XenServer' | 'XCP-ng';
  readonly product: string;
  readonly platform: string | null;
  /** Which functions the plugin on the host has; null: there is no plugin. */
  readonly plugin: readonly (keyof PluginAnswers)[] | null;
  /** Whether its plugin reads a medium with `.treeinfo`. */
  readonly readsTreeinfo: boolean;
}

const old = { plugin: [], readsTreeinfo: false } as const;
const since2015 = { plugin: ['testSafe2Upgrade'], readsTreeinfo: true } as const;
const since2019 = { plugin: ['testSafe2Upgrade', 'getVersion', 'getDom0DefaultMemory'], readsTreeinfo: true } as const;
const since2023 = { plugin: [...since2019.plugin, 'getEUA'], readsTreeinfo: true } as const;
const xs = { brand: 'XenServer' } as const;

/** Platform and plugin as the references give them: xencenter-rpu.md 4.2, 4.3; media-and-clients.md 1.1, 2.1. */
export const fromReleases: readonly FromRelease[] = [
  { ...xs, name: '5.6', product: '5.6.0', platform: null, plugin: null, readsTreeinfo: false },
  { ...xs, name: '6.2', product: '6.2.0', platform: '1.8.0', ...old },
  { ...xs, name: '6.5', product: '6.5.0', platform: '1.9.0', ...old },
  { ...xs, name: '6.5 + hotfix', product: '6.5.0', platform: '1.9.0', ...since2015 },
  { ...xs, name: '7.0', product: '7.0.0', platform: '2.1.0', ...since2015 },
  { ...xs, name: '7.1', product: '7.1.0', platform: '2.2.0', ...since2015 },
  { ...xs, name: '7.5', product: '7.5.0', platform: '2.6.0', ...since2015 },
  { ...xs, name: '7.6', product: '7.6.0', platform: '2.7.0', ...since2015 },
  { ...xs, name: '8.0', product: '8.0.0', platform: '3.0.0', ...since2019 },
  { ...xs, name: '8.1', product: '8.1.0', platform: '3.1.0', ...since2019 },
  { ...xs, name: '8.2', product: '8.2.0', platform: '3.2.0', ...since2019 },
  { ...xs, name: '8.2 CU1', product: '8.2.1', platform: '3.2.1', ...since2023 },
  { name: 'XCP-ng 8.2.1', brand: 'XCP-ng', product: '8.2.1', platform: '3.2.1', ...since2019 },
  { ...xs, name: 'XenServer 8', product: '8.4.0', platform: '3.4.0', ...since2023 },
];

/** Oldest hosts that the installers take: media-and-clients.md 1.1, src/releases/media. */
export const toMedia: readonly Medium[] = [
  medium('XenServer 7.6', '7.6.0', '2.7.0', '1.0.99'),
  medium('Citrix Hypervisor 8.2 CU1', '8.2.1', '3.2.1', '2.1.0'),
  medium('XenServer 8', '8.4.0', '3.4.0', '2.1.0'),
  medium('XCP-ng 8.3', '8.3.0', '3.4.0', '2.1.0'),
];

function medium(name: string, product: string, platform: string, minimumPlatform: string): Medium {
  return {
    id: name.toLowerCase().replaceAll(' ', '-'),
    name,
    target: { product, build: null, platform, xapi: '99.0.0', xen: '99.0', linux: null },
    release: { id: name, name, minimumPlatform },
    totals: { files: 1, bytes: 1, packages: 1 },
  };
}

/** Only ways up; the others are for the assessment "downgrade" alone. */
export function leadsUp(from: FromRelease, to: Medium): boolean {
  return compareVersions(to.target.platform, from.platform ?? undefined) >= 0;
}

/** The worst that each assessment says of such a pool. */
export function worstOf(from: FromRelease, to: Medium): ReadonlyMap<string, Severity> {
  const findings = assess(everythingAtOnce(from, to));
  const worst = new Map<string, Severity>();
  for (const { id, severity } of findings) {
    const rank = (one: Severity): number => severities.indexOf(one);
    const known = worst.get(id);
    // An unknown is the last in the list, and a failure says more.
    const isWorse =
      known === undefined || (known !== 'failure' && (severity === 'failure' || rank(severity) > rank(known)));
    if (isWorse) worst.set(id, severity);
  }
  return worst;
}

export const beforeRunIds: readonly string[] = assessments
  .filter(({ phases, holdsIn }) => phases.includes('before-run') && holdsIn.includes('uniform'))
  .map(({ id }) => id);

function everythingAtOnce(from: FromRelease, to: Medium): AssessmentInput {
  const pool = poolOf(from);
  const plugin = answersOf(from, to);
  return {
    phase: 'before-run',
    pool,
    medium: to,
    evacuation: new Map(
      pool.hosts.map(({ uuid }) => [
        uuid,
        { known: true, blockers: [{ vm: 'vm-1a-uuid', code: 'VM_HAS_VGPU', params: [] }] },
      ]),
    ),
    reachability: new Map(
      pool.hosts.map(({ uuid }) => [
        uuid,
        from.readsTreeinfo
          ? { asked: true, reachable: true }
          : {
              asked: true,
              reachable: false,
              code: from.plugin === null ? 'XENAPI_MISSING_PLUGIN' : 'INVALID_URL',
              text: '',
            },
      ]),
    ),
    evidence: {
      survey: { known: true, value: surveyOf(from, pool) },
      plugin: new Map(pool.hosts.map(({ uuid }) => [uuid, plugin])),
      hardware: { known: true, value: drivingMedium({ modules: [] }) },
      licence: agreement,
      serverAddresses: ['192.0.2.9'],
      systems: { known: true, value: new Map(pool.hosts.map(({ uuid }) => [uuid, troubledSystem()])) },
      contents: { packages: new Set(), bootBytes: 100 * 1024 * 1024 },
    },
  };
}

function poolOf(from: FromRelease): PoolFacts {
  const versions = {
    ...versions82,
    brand: from.brand,
    product: from.product,
    platform: from.platform,
    xapi: '1.0.0',
    xen: '4.0',
  };
  const clustered = isFrom(from, '2.5.50') ? [{ uuid: 'sr-gfs2', name: 'Clustered', type: 'gfs2', shared: true }] : [];
  return makePool({
    hosts: [1, 2].map((number) => makeHost(number, { versions, serverTime: readAt / 1000 + 600 })),
    vms: [
      makeVm('1a', 1, { autoPowerOn: true, currentOperations: ['export'] }),
      makeVm('2a', 2),
      makeVm('s', null, { powerState: 'Suspended' }),
    ],
    srs: [
      { uuid: 'sr-local-1', name: 'Local storage', type: 'lvm', shared: false },
      { uuid: 'sr-iso', name: 'Images', type: 'iso', shared: false },
      { uuid: 'sr-fcoe', name: 'FCoE', type: 'lvmofcoe', shared: true },
      { uuid: 'sr-cslg', name: 'Filer', type: 'cslg', shared: true },
      ...clustered,
    ],
    pbds: [
      { uuid: 'pbd-1', host: 'host-1', sr: 'sr-local-1', attached: true },
      { uuid: 'pbd-2', host: 'host-1', sr: 'sr-fcoe', attached: false },
    ],
    haEnabled: true,
    wlbEnabled: true,
  });
}

function surveyOf(from: FromRelease, pool: PoolFacts): Survey {
  const has70 = isFrom(from, '2.1.0');
  return {
    at: readAt,
    networks: [{ uuid: 'network-1', name: 'Pool-wide network' }],
    vswitchController: '192.0.2.77',
    healthCheck: has70 ? { Enrollment: 'true' } : null,
    secretRotationPending: isFrom(from, '3.2.1'),
    // A user of the directory who may do little; roles are as old as 5.6.
    rights: { kind: 'read', value: { superuser: false, permissions: ['host.reboot'] } },
    hosts: pool.hosts.map(({ uuid }, index) => hostOf(from, uuid, index, has70)),
    pifs: makePifs(pool).map((pif) => (pif.isManagement ? pif : { ...pif, attached: false, wantsAddress: true })),
    vms: [
      makeVmSurvey('vm-1a-uuid', {
        paravirtual: true,
        vcpus: 5,
        coresPerSocket: 2,
        addresses: ['192.0.2.9'],
        discs: [disc('sr-iso')],
      }),
    ],
    srs: [
      makeSrSurvey('sr-local-1', { disks: [{ uuid: 'vdi-1', name: 'root' }] }),
      makeSrSurvey('sr-iso', { isLibrary: true }),
      makeSrSurvey('sr-cslg', { adapter: 'SMIS', isDefault: true }),
    ],
    updates: isFrom(from, '2.1.1')
      ? { kind: 'read', value: [{ name: 'xscontainer-7', version: '1', hosts: ['host-1'] }] }
      : { kind: 'absent' },
    clusters: isFrom(from, '2.5.50')
      ? { kind: 'read', value: [{ stack: 'corosync', stackVersion: null, enabledHosts: ['host-1'] }] }
      : { kind: 'absent' },
  };
}

function hostOf(from: FromRelease, uuid: string, index: number, has70: boolean): HostSurvey {
  return makeHostSurvey(uuid, {
    powerOnMode: 'iLO',
    legacyTls: has70 ? true : null,
    cpuVendor: index === 0 ? 'GenuineIntel' : 'AuthenticAMD',
    edition: 'free',
    licence: { restrict_xen_motion: 'true' },
    packs: ['xs:linux'],
    pending: isFrom(from, '2.1.1') ? ['XS1'] : [],
    inMaintenance: true,
    controlDomainMemory: 1 * gigabyte,
    interfaces: [makeInterface({ gateway: '', vlan: 7 })],
    certificate: { kind: 'read', value: { rsaBits: 1024, notAfter: readAt + 1 } },
  });
}

function answersOf(from: FromRelease, to: Medium): PluginAnswers {
  const answer = (fn: keyof PluginAnswers, text: string): PluginAnswer => {
    if (from.plugin === null) return { kind: 'no-plugin' };
    return from.plugin.includes(fn) ? { kind: 'answered', text } : { kind: 'lacks' };
  };
  return {
    getVersion: answer('getVersion', `{"platform-version": "${to.target.platform}"}`),
    testSafe2Upgrade: answer('testSafe2Upgrade', 'not_enough_space'),
    getDom0DefaultMemory: answer('getDom0DefaultMemory', String(4 * gigabyte)),
    getEUA: answer('getEUA', '{"eua": "…"}'),
  };
}

function isFrom(from: FromRelease, platform: string): boolean {
  return compareVersions(from.platform ?? undefined, platform) >= 0;
}
