/** Situations of the assessments about the pool as a whole: updates, secrets, and who carries whom. */
import type { AssessmentInput } from '../../../../src/controller/assessments/assessment.js';
import type { Evidence } from '../../../../src/controller/assessments/evidence.js';
import type { MirrorProof } from '../../../../src/controller/mirrors/mirror-access.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import { hostSurveyed, makeSurvey, surveyed, vmSurveyed } from '../../../support/controller-evidence.js';
import { makePool } from '../../../support/controller-facts.js';
import type { Situation } from '../situations.js';
import { about, notSurveyed, pool } from './surroundings.js';

const berlin = { name: 'berlin', kind: 'nginx', url: 'http://192.0.2.20:8080/' } as const;

const mirrored = (kind: 'nginx' | 'tree', proof: MirrorProof) => (): AssessmentInput => {
  const input = beforeRun();
  return { ...input, evidence: { ...input.evidence!, mirrored: { mirror: { ...berlin, kind }, proof } } };
};

export const poolSituations: Readonly<Record<string, readonly Situation[]>> = {
  role: [
    {
      when: 'it is root',
      input: about(pool, surveyed(pool, { rights: { kind: 'read', value: { superuser: true, permissions: [] } } })),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'the release has no roles',
      input: about(pool, surveyed(pool, { rights: { kind: 'absent' } })),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'a user of the directory lacks what a run does',
      input: about(
        pool,
        surveyed(pool, { rights: { kind: 'read', value: { superuser: false, permissions: ['host.reboot'] } } }),
      ),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'host.call_plugin (pool-admin)',
    },
    {
      when: 'the pool does not tell',
      input: about(pool, surveyed(pool, { rights: { kind: 'unreadable', reason: 'no answer' } })),
      severity: 'unknown',
      about: 'lab',
      acceptable: true,
      saying: 'no answer',
    },
    notSurveyed,
  ],
  'mirror-proven': [
    {
      when: 'there is none',
      input: () => beforeRun(),
      severity: 'pass',
      about: 'lab',
      saying: 'the media server itself',
    },
    {
      when: 'one is near some of the hosts',
      input: () => {
        const input = beforeRun();
        return { ...input, evidence: { ...input.evidence!, besideMirror: 'berlin' } };
      },
      severity: 'notice',
      about: 'lab',
      saying: 'others are not',
    },
    {
      when: 'an nginx was proven',
      input: mirrored('nginx', { kind: 'proven', at: 0 }),
      severity: 'pass',
      about: 'lab',
      saying: '1970-01-01T00:00:00.000Z',
    },
    {
      when: 'a tree was proven, which knows no grants',
      input: mirrored('tree', { kind: 'proven', at: 0 }),
      severity: 'notice',
      about: 'lab',
      saying: 'anybody reboots installs',
    },
    {
      when: 'it was never proven',
      input: mirrored('nginx', { kind: 'never' }),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'never proven',
    },
    {
      when: 'the proof failed',
      input: mirrored('tree', { kind: 'failed', at: 0, reason: '.treeinfo: refused with 404' }),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: '.treeinfo: refused with 404',
    },
    {
      when: 'nothing was gathered',
      input: () => {
        const { evidence, ...input } = beforeRun();
        return evidence === undefined ? input : { ...input };
      },
      severity: 'unknown',
      about: 'lab',
      acceptable: false,
    },
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
};

function hostAndGateway(): Evidence {
  const vms = makeSurvey().vms.map((vm) =>
    vm.uuid === 'vm-1a-uuid' ? { ...vm, addresses: ['192.0.2.254', '192.0.2.53'] } : vm,
  );
  return surveyed(pool, { vms });
}
