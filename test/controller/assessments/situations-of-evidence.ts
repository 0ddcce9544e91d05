/** The declared table of the assessments that go by what is gathered once before a run: survey, plugin, medium. */
import type { AssessmentInput } from '../../../src/controller/assessments/assessment.js';
import type { Evidence } from '../../../src/controller/assessments/evidence.js';
import type { PoolFacts, SrFacts } from '../../../src/controller/facts/pool-facts.js';
import type { Survey } from '../../../src/controller/facts/survey.js';
import type { Medium } from '../../../src/controller/planning/medium.js';
import { beforeRun, blockedBy } from '../../support/controller-assessments.js';
import {
  agreement,
  disc,
  drivingMedium,
  hostSurveyed,
  makeEvidence,
  makeHostSurvey,
  makeInterface,
  makeSrSurvey,
  makeSurvey,
  pluginSaying,
  surveyed,
  vmSurveyed,
} from '../../support/controller-evidence.js';
import { gigabyte, makeHost, makePool, makeVm, medium83, readAt, versions82 } from '../../support/controller-facts.js';
import type { Situation } from './situations.js';

const brands = { xcp: 'XCP-ng', xs: 'XenServer' } as const;

/** All hosts of that platform. */
function poolOf(platform: string, brand: keyof typeof brands = 'xcp', changes: Partial<PoolFacts> = {}): PoolFacts {
  const versions = { ...versions82, platform, brand: brands[brand] };
  return makePool({ hosts: [1, 2, 3].map((number) => makeHost(number, { versions })), ...changes });
}

function mediumOf(platform: string, name = 'XenServer'): Medium {
  return { ...medium83, name, target: { ...medium83.target, platform } };
}

const xenServer8 = mediumOf('3.4.0', 'XenServer 8');
const old = {
  release81: '3.1.0',
  release82: '3.2.1',
  release76: '2.7.0',
  release75: '2.6.0',
  release65: '1.9.0',
  release56: '1.0.0',
};

function about(pool: PoolFacts, evidence: Evidence, changes: Partial<AssessmentInput> = {}): () => AssessmentInput {
  return () => beforeRun({ pool, evidence, ...changes });
}

const notSurveyed: Situation = {
  when: 'the pool could not be surveyed',
  input: () =>
    beforeRun({
      pool: poolOf(old.release81),
      evidence: makeEvidence(makePool(), { survey: { known: false, reason: 'no right to read' } }),
    }),
  severity: 'unknown',
  about: 'lab',
  acceptable: true,
  saying: 'no right to read',
};

const pool81 = poolOf(old.release81);
const pool = makePool();
const withSr = (sr: Partial<SrFacts>): PoolFacts =>
  makePool({ srs: [...pool.srs, { uuid: 'sr-x', name: 'SAN', type: 'lvm', shared: true, ...sr }] });
const library = withSr({ type: 'iso', shared: false });
const tools = withSr({ type: 'iso', shared: true });
const gfs2 = (platform: string, brand: keyof typeof brands) =>
  poolOf(platform, brand, { srs: [{ uuid: 'sr-x', name: 'G', type: 'gfs2', shared: true }] });
const cluster = (stackVersion: number | null): Partial<Survey> => ({
  clusters: { kind: 'read', value: [{ stack: 'corosync', stackVersion, enabledHosts: ['host-1'] }] },
});
const cslg = (attached: boolean): PoolFacts =>
  poolOf('1.4.0', 'xs', {
    srs: [{ uuid: 'sr-x', name: 'Filer', type: 'cslg', shared: true }],
    pbds: [{ uuid: 'pbd-x', host: 'host-1', sr: 'sr-x', attached }],
  });
const filer = (adapter: string, isDefault = false): Partial<Survey> => ({
  srs: [makeSrSurvey('sr-x', { adapter, isDefault })],
});
const withDisks = (disks: number): Partial<Survey> => ({
  srs: [
    makeSrSurvey('sr-local-1', {
      disks: Array.from({ length: disks }, (_unused, index) => ({ uuid: `vdi-${index}`, name: `disk ${index}` })),
    }),
  ],
});
const autostarting = (host: number | null) => makePool({ vms: [makeVm('1a', host, { autoPowerOn: true })] });
const mixedCpus = (vms = pool.vms): (() => AssessmentInput) => {
  const other = makePool({ vms });
  return about(other, hostSurveyed(other, 2, { cpuVendor: 'AuthenticAMD' }));
};
const key = (rsaBits: number | null, notAfter = readAt + 1000) =>
  ({ certificate: { kind: 'read', value: { rsaBits, notAfter } } }) as const;
const plugged = (number: number, evidence: Evidence, input: Partial<AssessmentInput> = {}) =>
  about(poolOf(old.release65, 'xs'), evidence, { hosts: [`host-${number}`], ...input });
const said = (text: string) => ({ kind: 'answered', text }) as const;
const lacks = { kind: 'lacks' } as const;

export const evidenceSituations: Readonly<Record<string, readonly Situation[]>> = {
  'vswitch-controller': [
    { when: 'none is set', input: about(pool81, makeEvidence(pool81)), severity: 'pass', about: 'lab' },
    {
      when: 'one governs a pool of 8.2',
      input: about(pool, surveyed(pool, { vswitchController: '192.0.2.77' })),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'one governs a pool of 8.1',
      input: about(pool81, surveyed(pool81, { vswitchController: '192.0.2.77' })),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
      saying: '192.0.2.77',
    },
    {
      when: 'one is set in a pool that does not use Open vSwitch',
      input: about(
        pool81,
        surveyed(pool81, {
          vswitchController: '192.0.2.77',
          hosts: [makeHostSurvey('host-1', { networkBackend: 'bridge' })],
        }),
      ),
      severity: 'notice',
      about: 'lab',
    },
    notSurveyed,
  ],
  'health-check': [
    { when: 'the pool is not enrolled', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'the pool is enrolled and leaves 8.2',
      input: about(pool, surveyed(pool, { healthCheck: { Enrollment: 'true' } })),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
    },
    {
      when: 'the pool is enrolled and stays at 8.2',
      input: about(pool81, surveyed(pool81, { healthCheck: { Enrollment: 'true' } }), { medium: mediumOf('3.2.1') }),
      severity: 'pass',
      about: 'lab',
    },
    notSurveyed,
  ],
  'legacy-tls': [
    {
      when: 'no host of a pool of 8.1 speaks them',
      input: about(pool81, makeEvidence(pool81)),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'a host of a pool of 8.1 speaks them',
      input: about(pool81, hostSurveyed(pool81, 2, { legacyTls: true })),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'xs-2',
    },
    notSurveyed,
  ],
  'certificate-strength': [
    { when: 'the key has 2048 bits', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the key is no RSA key',
      input: about(pool, hostSurveyed(pool, 1, key(null))),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'the key has 1024 bits and the medium is newer than 8.2',
      input: about(pool, hostSurveyed(pool, 1, key(1024))),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: '1024',
    },
    {
      when: 'the key has 1024 bits and the medium is 8.2',
      input: about(pool81, hostSurveyed(pool81, 1, key(1024)), { medium: mediumOf('3.2.1') }),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'it has expired',
      input: about(pool, hostSurveyed(pool, 1, key(2048, readAt - 1))),
      severity: 'warning',
      about: 'xs-1',
    },
    {
      when: 'it could not be read',
      input: about(pool, hostSurveyed(pool, 1, { certificate: { kind: 'unreadable', reason: 'time-out' } })),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'time-out',
    },
    notSurveyed,
  ],
  'power-on-mode': [
    { when: 'there is none', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'a host of 8.1 is switched on through iLO',
      input: about(pool81, hostSurveyed(pool81, 1, { powerOnMode: 'iLO' })),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
    },
    {
      when: 'a host of 8.1 is switched on by wake-on-lan',
      input: about(pool81, hostSurveyed(pool81, 1, { powerOnMode: 'wake-on-lan' })),
      severity: 'notice',
      about: 'xs-1',
    },
    notSurveyed,
  ],
  'packs-kept': [
    { when: 'the host names no pack', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the host has a pack of a vendor',
      input: about(pool, hostSurveyed(pool, 1, { packs: ['dell:openmanage', 'xs:xenserver-transfer-vm'] })),
      severity: 'warning',
      about: 'xs-1',
      saying: 'dell:openmanage',
    },
    {
      when: 'the host has container management as an update',
      input: about(
        pool81,
        surveyed(pool81, {
          updates: { kind: 'read', value: [{ name: 'xscontainer-7.6', version: '1', hosts: ['host-1'] }] },
        }),
      ),
      severity: 'warning',
      about: 'xs-1',
      saying: 'container',
    },
    {
      when: 'updates could not be read',
      input: about(pool, surveyed(pool, { updates: { kind: 'unreadable', reason: 'time-out' } })),
      severity: 'notice',
      about: 'xs-1',
    },
    notSurveyed,
  ],
  'pv-guests': [
    { when: 'no guest is', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a guest is, and the medium is newer than 8.2',
      input: about(pool, vmSurveyed(pool, '1a', { paravirtual: true })),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
    },
    {
      when: 'a guest is, and the medium is 8.1',
      input: about(poolOf(old.release76), vmSurveyed(pool, '1a', { paravirtual: true }), { medium: mediumOf('3.1.0') }),
      severity: 'warning',
      about: 'vm-1a',
    },
    {
      when: 'a guest is, and the medium is 7.6',
      input: about(poolOf(old.release65), vmSurveyed(pool, '1a', { paravirtual: true }), { medium: mediumOf('2.7.0') }),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'a guest is, and is marked as excused',
      input: about(pool, vmSurveyed(pool, '1a', { paravirtual: true, excusedFromPvCheck: true })),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'a guest does not tell',
      input: about(pool, vmSurveyed(pool, '1a', { paravirtual: null })),
      severity: 'unknown',
      about: 'vm-1a',
      acceptable: true,
    },
  ],
  'cpu-vendors': [
    { when: 'all are of one', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'they differ and guests run',
      input: mixedCpus(),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
      saying: 'AuthenticAMD',
    },
    {
      when: 'they differ and a guest is suspended',
      input: mixedCpus([makeVm('s', null, { powerState: 'Suspended' })]),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
    },
    {
      when: 'they differ and all guests are shut down',
      input: mixedCpus([makeVm('s', null)]),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'a host does not tell',
      input: about(pool, hostSurveyed(pool, 2, { cpuVendor: null })),
      severity: 'unknown',
      about: 'lab',
      acceptable: true,
    },
  ],
  'vcpu-topology': [
    { when: 'all do', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'those of a guest do not',
      input: about(pool, vmSurveyed(pool, '2a', { vcpus: 6, coresPerSocket: 4 })),
      severity: 'failure',
      about: 'vm-2a',
      acceptable: true,
      saying: 'sockets of 4',
    },
    {
      when: 'a guest has 32 sockets',
      input: about(pool, vmSurveyed(pool, '2a', { vcpus: 32, coresPerSocket: null })),
      severity: 'failure',
      about: 'vm-2a',
      acceptable: true,
      saying: '32 sockets',
    },
    {
      when: 'a guest has 16 sockets',
      input: about(pool, vmSurveyed(pool, '2a', { vcpus: 16, coresPerSocket: null })),
      severity: 'pass',
      about: 'lab',
    },
    notSurveyed,
  ],
  'autostart-off': [
    { when: 'no guest does', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a running guest does',
      input: () => beforeRun({ pool: autostarting(1) }),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
    },
    {
      when: 'a halted guest does',
      input: () => beforeRun({ pool: autostarting(null) }),
      severity: 'warning',
      about: 'vm-1a',
    },
  ],
  'discs-ejected': [
    { when: 'no guest has', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a guest has a disc of a library of its host',
      input: about(
        library,
        surveyed(library, { vms: vmsWith('sr-x'), srs: [makeSrSurvey('sr-x', { isLibrary: true })] }),
      ),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'install.iso',
    },
    {
      when: 'a guest has the disc of the guest tools',
      input: about(
        tools,
        surveyed(tools, { vms: vmsWith('sr-x'), srs: [makeSrSurvey('sr-x', { isLibrary: true, isTools: true })] }),
      ),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'guest tools',
    },
    {
      when: 'a guest has a disc of a shared library',
      input: about(tools, surveyed(tools, { vms: vmsWith('sr-x'), srs: [makeSrSurvey('sr-x', { isLibrary: true })] })),
      severity: 'pass',
      about: 'lab',
    },
    notSurveyed,
  ],
  'migration-licence': [
    { when: 'none forbids it', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'that of a host forbids it',
      input: about(pool, hostSurveyed(pool, 2, { licence: { restrict_xen_motion: 'true' } })),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'xs-2',
    },
    notSurveyed,
  ],
  'control-domain-memory': [
    { when: 'it stays as large', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'it grows',
      input: about(pool, pluginSaying(pool, 1, { getDom0DefaultMemory: said(String(12 * gigabyte)) })),
      severity: 'warning',
      about: 'xs-1',
      saying: '4096 MiB less',
    },
    {
      when: 'a host of 8.2 does not tell',
      input: about(pool, pluginSaying(pool, 1, { getDom0DefaultMemory: lacks })),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'a host of 7.6 does not tell',
      input: about(poolOf(old.release76), pluginSaying(pool, 1, { getDom0DefaultMemory: lacks })),
      severity: 'warning',
      about: 'xs-1',
      saying: 'from 8.0 on',
    },
    notSurveyed,
  ],
  clustering: [
    { when: 'the pool is no cluster', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a pool of 7.5 has GFS2 storage',
      input: about(gfs2(old.release75, 'xs'), makeEvidence()),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: '7.5',
    },
    {
      when: 'a cluster of XenServer goes to XCP-ng',
      input: about(poolOf(old.release82, 'xs'), surveyed(pool, cluster(null))),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'XCP-ng',
    },
    {
      when: 'a cluster of XenServer 8 on Corosync 2 leaves it',
      input: about(poolOf('3.4.0', 'xs'), surveyed(pool, cluster(2)), { medium: mediumOf('4.0.0') }),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'Corosync 2',
    },
    {
      when: 'a cluster of XenServer 8 on Corosync 3 leaves it',
      input: about(poolOf('3.4.0', 'xs'), surveyed(pool, cluster(3)), { medium: mediumOf('4.0.0') }),
      severity: 'notice',
      about: 'lab',
    },
    {
      when: 'it could not be read',
      input: about(pool, surveyed(pool, { clusters: { kind: 'unreadable', reason: 'time-out' } })),
      severity: 'unknown',
      about: 'lab',
      acceptable: true,
    },
  ],
  'deprecated-storage': [
    { when: 'it has', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'there is storage over FCoE',
      input: () => beforeRun({ pool: withSr({ type: 'lvmofcoe' }) }),
      severity: 'warning',
      about: 'SAN',
    },
    {
      when: 'there is storage over FCoE, and the medium has it',
      input: () => beforeRun({ pool: withSr({ type: 'lvmofcoe' }), medium: mediumOf('3.2.1') }),
      severity: 'pass',
      about: 'lab',
    },
  ],
  storagelink: [
    { when: 'there is none', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'it lies on NetApp and is detached',
      input: about(cslg(false), surveyed(pool, filer('NETAPP')), { medium: mediumOf('1.6.10') }),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'it lies on another array',
      input: about(cslg(false), surveyed(pool, filer('SMIS')), { medium: mediumOf('1.6.10') }),
      severity: 'failure',
      about: 'Filer',
      acceptable: true,
      saying: 'SMIS',
    },
    {
      when: 'it is attached',
      input: about(cslg(true), surveyed(pool, filer('EQUALLOGIC')), { medium: mediumOf('1.6.10') }),
      severity: 'failure',
      about: 'Filer',
      acceptable: true,
      saying: 'is attached',
    },
    {
      when: 'it is the default',
      input: about(cslg(false), surveyed(pool, filer('NETAPP', true)), { medium: mediumOf('1.6.10') }),
      severity: 'failure',
      about: 'Filer',
      acceptable: true,
      saying: 'default',
    },
    {
      when: 'the new release does not have it',
      input: about(cslg(false), surveyed(pool, filer('NETAPP'))),
      severity: 'failure',
      about: 'Filer',
      acceptable: true,
      saying: 'cannot be attached again',
    },
    {
      when: 'the array is not told',
      input: about(cslg(false), surveyed(pool, filer('')), { medium: mediumOf('1.6.10') }),
      severity: 'unknown',
      about: 'Filer',
      acceptable: true,
    },
  ],
  'partition-layout': [
    { when: 'the plugin says that it is safe', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    ...['not_enough_space', 'vdi_present', 'utility_part_present', 'legacy_partition_table', 'false'].map(
      (word): Situation => ({
        when: `the plugin says ${word} and the medium is newer than 8.2`,
        input: about(pool, pluginSaying(pool, 1, { testSafe2Upgrade: said(word) })),
        severity: 'failure',
        about: 'xs-1',
        acceptable: false,
      }),
    ),
    {
      when: 'the plugin says not_enough_space and the medium is 8.2',
      input: about(pool81, pluginSaying(pool, 1, { testSafe2Upgrade: said('not_enough_space') }), {
        medium: mediumOf('3.2.1'),
      }),
      severity: 'warning',
      about: 'xs-1',
    },
    {
      when: 'the plugin is too old to look and the medium is newer than 8.2',
      input: about(pool, pluginSaying(pool, 1, { testSafe2Upgrade: lacks })),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'too old',
    },
    {
      when: 'the plugin is too old to look and the medium is 7.6',
      input: about(poolOf(old.release65), pluginSaying(pool, 1, { testSafe2Upgrade: lacks }), {
        medium: mediumOf('2.7.0'),
      }),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'the host is newer than 8.2',
      input: about(poolOf('3.3.0'), pluginSaying(pool, 1, { testSafe2Upgrade: said('false') })),
      severity: 'pass',
      about: 'xs-1',
    },
  ],
  'plugin-fit': [
    { when: 'it knows all functions', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'a host of 5.6 has none',
      input: about(poolOf(old.release56), pluginSaying(pool, 1, { getVersion: { kind: 'no-plugin' } })),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: 'no plugin',
    },
    {
      when: 'a host of 6.5 lacks its hotfix',
      input: plugged(1, pluginSaying(pool, 1, { getVersion: lacks }), {
        reachability: new Map([['host-1', { asked: true, reachable: false, code: 'INVALID_URL', text: '' }]]),
      }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: 'RPU002',
    },
    {
      when: 'a host of 6.5 has its hotfix, without getVersion',
      input: plugged(1, pluginSaying(pool, 1, { getVersion: lacks })),
      severity: 'notice',
      about: 'xs-1',
      saying: '2.1.0',
    },
    {
      when: 'a host of 6.5 was not asked for the medium',
      input: plugged(1, pluginSaying(pool, 1, { getVersion: lacks }), { reachability: new Map() }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
    {
      when: 'a host of 7.6 has one without getVersion',
      input: about(poolOf(old.release76), pluginSaying(pool, 1, { getVersion: lacks })),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'a host of XenServer 8.2 has one without getEUA',
      input: about(poolOf(old.release82, 'xs'), pluginSaying(pool, 1, { getEUA: lacks }), { medium: xenServer8 }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'RPU005',
    },
    {
      when: 'a host of XCP-ng 8.2 has one without getEUA',
      input: about(pool, pluginSaying(pool, 1, { getEUA: lacks })),
      severity: 'pass',
      about: 'xs-1',
    },
  ],
  'driver-fit': [
    { when: 'it drives the card', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the installer has no driver for the management card',
      input: driving({}, { kernels: ['4'], modules: [] }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: '8086:1572',
    },
    {
      when: 'the new system has no driver for the management card',
      input: driving({}, {}, { kernels: ['4'], modules: [] }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'The new system',
    },
    {
      when: 'another card has no driver',
      input: driving({
        interfaces: [
          makeInterface(),
          makeInterface({
            isManagement: false,
            device: 'eth1',
            cards: [{ device: 'eth1', vendor: '14e4', product: '16d7', name: 'NetXtreme' }],
          }),
        ],
      }),
      severity: 'warning',
      about: 'xs-1',
      saying: 'NetXtreme',
    },
    {
      when: 'the medium tells no modules',
      input: driving({}, { kernels: [], modules: [] }),
      severity: 'warning',
      about: 'xs-1',
      saying: 'No kernel modules',
    },
    {
      when: 'not all of the medium could be read',
      input: driving({}, { kernels: ['4'], modules: [], unread: [{ subject: 'a.rpm', code: 'X', found: 'y' }] }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
    {
      when: 'another card is not told',
      input: driving({
        interfaces: [
          makeInterface(),
          makeInterface({
            isManagement: false,
            device: 'eth1',
            cards: [{ device: 'eth1', vendor: '', product: '', name: '' }],
          }),
        ],
      }),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'the management card is not told',
      input: driving({
        interfaces: [makeInterface({ cards: [{ device: 'eth0', vendor: '', product: '', name: '' }] })],
      }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
    {
      when: 'nobody knows what the medium drives',
      input: about(pool, makeEvidence(pool, { hardware: { known: false, reason: 'damaged' } })),
      severity: 'unknown',
      about: 'lab',
      acceptable: true,
      saying: 'damaged',
    },
  ],
  'installer-network': [
    {
      when: 'management has a fixed address with all it needs',
      input: () => beforeRun(),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'a fixed address has no gateway',
      input: network({ gateway: '' }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'no gateway',
    },
    {
      when: 'management is IPv6',
      input: network({ usesIpv6: true }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'IPv6',
    },
    {
      when: 'the address comes by DHCP',
      input: network({ mode: 'DHCP', gateway: '' }),
      severity: 'notice',
      about: 'xs-1',
    },
    { when: 'management is an LACP bond', input: network({ bond: 'lacp' }), severity: 'warning', about: 'xs-1' },
    {
      when: 'management is another bond',
      input: network({ bond: 'active-backup' }),
      severity: 'notice',
      about: 'xs-1',
    },
    { when: 'management is on a VLAN of a host of 8.2', input: network({ vlan: 12 }), severity: 'pass', about: 'xs-1' },
    {
      when: 'management is on a VLAN of a host of 7.0',
      input: network({ vlan: 12 }, poolOf('2.1.0')),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'VLAN 12',
    },
    {
      when: 'no interface is told',
      input: about(pool, hostSurveyed(pool, 1, { interfaces: [] })),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
  ],
  'licence-agreement': [
    {
      when: 'a medium of nobody known brings one',
      input: () =>
        beforeRun({
          medium: mediumOf('3.4.0', 'Lab'),
          evidence: makeEvidence(pool, { licence: { ...agreement, path: 'EULA' } }),
        }),
      severity: 'notice',
      about: 'xcp-ng-8.3',
    },
    {
      when: 'a medium of nobody known brings that of the vendor',
      input: () => beforeRun({ medium: mediumOf('3.4.0', 'Lab') }),
      severity: 'failure',
      about: 'xcp-ng-8.3',
      acceptable: true,
    },
    { when: 'the medium is XCP-ng', input: () => beforeRun(), severity: 'pass', about: 'xcp-ng-8.3' },
    {
      when: 'the medium is XenServer 8',
      input: () => beforeRun({ medium: xenServer8 }),
      severity: 'failure',
      about: 'xcp-ng-8.3',
      acceptable: true,
      saying: agreement.sha256,
    },
    {
      when: 'a medium of XenServer 8 brings no agreement',
      input: () => beforeRun({ medium: xenServer8, evidence: makeEvidence(pool, { licence: null }) }),
      severity: 'unknown',
      about: 'xcp-ng-8.3',
      acceptable: true,
    },
  ],
  licence: [
    { when: 'the host is XCP-ng', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the licence says so of itself',
      input: licensed({ restrict_rpu: 'false' }, 'free'),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'the licence restricts them',
      input: licensed({ restrict_rpu: 'true' }, 'standard'),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'restrict_rpu',
    },
    {
      when: 'a free edition says nothing of them',
      input: licensed({}, 'free'),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'edition free',
    },
    {
      when: 'an edition that says nothing of them has expired',
      input: licensed({ expiry: '20200101T00:00:00Z' }, 'premium'),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'expired',
    },
    {
      when: 'the upgrade has begun',
      input: licensed({ restrict_rpu: 'true' }, 'free', true),
      severity: 'notice',
      about: 'xs-1',
    },
    notSurveyed,
  ],
  'pending-reboot': [
    { when: 'it does not', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'an update waits for a reboot',
      input: about(pool, hostSurveyed(pool, 1, { pending: ['XS82E001'] })),
      severity: 'warning',
      about: 'xs-1',
      saying: 'XS82E001',
    },
    notSurveyed,
  ],
  'updates-uniform': [
    { when: 'they have', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'one of them lacks an update',
      input: about(
        pool,
        surveyed(pool, { updates: { kind: 'read', value: [{ name: 'XS82E001', version: '1', hosts: ['host-1'] }] } }),
      ),
      severity: 'warning',
      about: 'lab',
      saying: '1 of 3',
    },
    {
      when: 'the release keeps no list',
      input: about(pool, surveyed(pool, { updates: { kind: 'absent' } })),
      severity: 'pass',
      about: 'lab',
    },
    notSurveyed,
  ],
  'self-hosted': [
    { when: 'no guest has an address that matters', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a guest is the media server',
      input: about(pool, vmSurveyed(pool, '1a', { addresses: ['192.0.2.9'] })),
      severity: 'warning',
      about: 'vm-1a',
      saying: 'the media server',
    },
    {
      when: 'a guest is gateway and name server',
      input: about(pool, hostAndGateway()),
      severity: 'warning',
      about: 'vm-1a',
      saying: 'the gateway and a name server',
    },
    {
      when: 'a guest of a standalone host is the media server',
      input: () => {
        const lone = makePool({}, 1);
        return beforeRun({ pool: lone, evidence: vmSurveyed(lone, '1a', { addresses: ['192.0.2.9'] }) });
      },
      severity: 'failure',
      about: 'vm-1a',
      acceptable: false,
    },
    {
      when: 'a guest tells no address',
      input: about(pool, vmSurveyed(pool, '1a', { addresses: [] })),
      severity: 'info',
      about: 'lab',
      saying: '1 of 6',
    },
    notSurveyed,
  ],
  'pool-secret': [
    { when: 'it is not', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a change is pending',
      input: about(pool, surveyed(pool, { secretRotationPending: true })),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
    },
    notSurveyed,
  ],
  'local-storage': [
    {
      when: 'a host has no local storage',
      input: () => beforeRun({ pool: makePool({ srs: [], pbds: [] }) }),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'the host is newer than 8.2',
      input: about(poolOf('3.3.0'), surveyed(pool, withDisks(2))),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'its local storage is empty',
      input: () => beforeRun(),
      severity: 'notice',
      about: 'xs-1',
      saying: 'is empty',
    },
    {
      when: 'it holds disks and the plugin says that it is safe',
      input: about(pool, surveyed(pool, withDisks(2))),
      severity: 'notice',
      about: 'xs-1',
      saying: 'survive',
    },
    {
      when: 'it holds disks in the way of the layout',
      input: about(pool, disksAnd(said('vdi_present'))),
      severity: 'warning',
      about: 'xs-1',
      saying: 'vdi_present',
    },
    {
      when: 'it holds disks and the plugin does not tell',
      input: about(pool, disksAnd(lacks)),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
    {
      when: 'a host of 6.5 holds disks and the plugin does not tell',
      input: about(poolOf(old.release65), disksAnd(lacks)),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'before 7.0',
    },
  ],
};

/** More situations of assessments that stand in the other table as well. */
export const moreSituations: Readonly<Record<string, readonly Situation[]>> = {
  'host-enabled': [
    {
      when: 'XenCenter has marked an enabled host as in maintenance',
      input: about(pool, hostSurveyed(pool, 2, { inMaintenance: true })),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: 'XenCenter',
    },
  ],
  'media-reachable': [
    {
      when: 'the host reads another medium there',
      input: about(pool, pluginSaying(pool, 1, { getVersion: said('{"platform-version": "3.2.1"}') })),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: '3.2.1',
    },
  ],
  'upgrade-path': [
    {
      when: 'the installer compares products and the host is too old',
      input: () => beforeRun({ medium: byProduct('9.0.0') }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: '9.0.0',
    },
    {
      when: 'the installer compares products and the host is new enough',
      input: () => beforeRun({ medium: byProduct('5.6.0') }),
      severity: 'pass',
      about: 'xs-1',
    },
  ],
  evacuable: [
    {
      when: 'a guest has a disk on its host',
      input: () => beforeRun(blockedBy('VM_REQUIRES_SR', 'vm-1a-uuid', 'sr-local-1')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'no other host has',
    },
    {
      when: 'a guest uses shared storage that is detached elsewhere',
      input: () => beforeRun(blockedBy('VM_REQUIRES_SR', 'vm-1a-uuid', 'sr-shared')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'detached on some other host',
    },
  ],
};

function vmsWith(sr: string): Survey['vms'] {
  return makeSurvey().vms.map((vm) => (vm.uuid === 'vm-1a-uuid' ? { ...vm, discs: [disc(sr)] } : vm));
}

function driving(
  host: Parameters<typeof makeHostSurvey>[1] = {},
  installer: Parameters<typeof drivingMedium>[0] = {},
  dom0: Parameters<typeof drivingMedium>[1] = {},
): () => AssessmentInput {
  const evidence = hostSurveyed(pool, 1, host);
  return about(pool, { ...evidence, hardware: { known: true, value: drivingMedium(installer, dom0) } });
}

function network(changes: Parameters<typeof makeInterface>[0], of: PoolFacts = pool): () => AssessmentInput {
  return about(of, hostSurveyed(of, 1, { interfaces: [makeInterface(changes)] }));
}

function licensed(licence: Readonly<Record<string, string>>, edition: string, begun = false): () => AssessmentInput {
  const of = poolOf(old.release82, 'xs', { rollingUpgradeFlag: begun });
  return about(of, hostSurveyed(of, 1, { licence, edition }));
}

function hostAndGateway(): Evidence {
  const vms = makeSurvey().vms.map((vm) =>
    vm.uuid === 'vm-1a-uuid' ? { ...vm, addresses: ['192.0.2.254', '192.0.2.53'] } : vm,
  );
  return surveyed(pool, { vms });
}

function disksAnd(testSafe2Upgrade: ReturnType<typeof said> | typeof lacks): Evidence {
  return {
    ...pluginSaying(pool, 1, { testSafe2Upgrade }),
    survey: { known: true, value: makeSurvey(pool, withDisks(2)) },
  };
}

function byProduct(minimumProduct: string): Medium {
  return { ...medium83, release: { id: 'x', name: 'X', minimumPlatform: null, minimumProduct } };
}
