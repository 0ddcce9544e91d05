/** Situations of the assessments about what the host's plugin and the installer will do: drivers, network, licences. */
import type { AssessmentInput } from '../../../../src/controller/assessments/assessment.js';
import type { Evidence } from '../../../../src/controller/assessments/evidence.js';
import type { PoolFacts } from '../../../../src/controller/facts/pool-facts.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import type { makeHostSurvey } from '../../../support/controller-evidence.js';
import {
  agreement,
  drivingMedium,
  hostSurveyed,
  makeEvidence,
  makeInterface,
  pluginSaying,
} from '../../../support/controller-evidence.js';
import type { Situation } from '../situations.js';
import { poolOf, mediumOf, old, about, notSurveyed, pool, lacks } from './surroundings.js';

const xenServer8 = mediumOf('3.4.0', 'XenServer 8');

const plugged = (number: number, evidence: Evidence, input: Partial<AssessmentInput> = {}) =>
  about(poolOf(old.release65, 'xs'), evidence, { hosts: [`host-${number}`], ...input });

export const installerSituations: Readonly<Record<string, readonly Situation[]>> = {
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
};

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
