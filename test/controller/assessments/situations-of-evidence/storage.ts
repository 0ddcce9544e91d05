/** Situations of the assessments about storage: kinds that end, clusters, and disks that an installation would wipe. */
import type { Evidence } from '../../../../src/controller/assessments/evidence.js';
import type { PoolFacts } from '../../../../src/controller/facts/pool-facts.js';
import type { Survey } from '../../../../src/controller/facts/survey.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import {
  makeEvidence,
  makeSrSurvey,
  makeSurvey,
  pluginSaying,
  surveyed,
} from '../../../support/controller-evidence.js';
import { makePool } from '../../../support/controller-facts.js';
import type { Situation } from '../situations.js';
import type { brands } from './surroundings.js';
import { poolOf, mediumOf, old, about, pool81, pool, withSr, said, lacks } from './surroundings.js';

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

/** Without a look into the hosts. */
function unseen(evidence: Evidence): Evidence {
  return { ...evidence, systems: { known: false, reason: 'nobody has looked' } };
}

export const storageSituations: Readonly<Record<string, readonly Situation[]>> = {
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
      input: about(pool, unseen(pluginSaying(pool, 1, { testSafe2Upgrade: lacks }))),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'too old',
    },
    {
      when: 'the plugin is too old to look and the medium is 7.6',
      input: about(poolOf(old.release65), unseen(pluginSaying(pool, 1, { testSafe2Upgrade: lacks })), {
        medium: mediumOf('2.7.0'),
      }),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'the plugin is too old to look and SSH shows the new layout',
      input: about(pool, pluginSaying(pool, 1, { testSafe2Upgrade: lacks })),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'the host is newer than 8.2',
      input: about(poolOf('3.3.0'), pluginSaying(pool, 1, { testSafe2Upgrade: said('false') })),
      severity: 'pass',
      about: 'xs-1',
    },
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

function disksAnd(testSafe2Upgrade: ReturnType<typeof said> | typeof lacks): Evidence {
  return {
    ...pluginSaying(pool, 1, { testSafe2Upgrade }),
    survey: { known: true, value: makeSurvey(pool, withDisks(2)) },
  };
}
