/** The declared table of the assessments: in which situation which assessment gives which severity, and may it be accepted. */
import type { AssessmentInput } from '../../../src/controller/assessments/assessment.js';
import type { Severity } from '../../../src/contract/checks.js';
import { claimKey } from '../../../src/controller/ownership/claim.js';
import type { PifFacts } from '../../../src/controller/facts/pif-facts.js';
import type { Survey } from '../../../src/controller/facts/survey.js';
import type { TaskFacts } from '../../../src/controller/facts/pool-facts.js';
import { baselineOf } from '../../../src/controller/planning/baseline.js';
import { onlyMoved } from '../../../src/controller/planning/guests/guest-plan.js';
import { makeEvidence, makeHostSurvey, makeSurvey, usualNeeds, vmSurveyed } from '../../support/controller-evidence.js';
import {
  afterHost,
  afterRun,
  beforeHost,
  beforeRun,
  blockedBy,
  upgradedPool,
} from '../../support/controller-assessments.js';
import {
  gigabyte,
  makeHost,
  makePifs,
  makePool,
  makeVm,
  medium83,
  readAt,
  versions82,
  versions83,
  withHost,
  withPbd,
  withPif,
} from '../../support/controller-facts.js';

export interface Situation {
  /** After "when": a sentence of the specification. */
  readonly when: string;
  readonly input: () => AssessmentInput;
  readonly severity: Severity;
  /** Name of the subject that gets it. */
  readonly about: string;
  /** For findings that block. */
  readonly acceptable?: boolean;
  /** Words that the reason must have. */
  readonly saying?: string;
}

const newer = { ...versions83, xapi: '26.1.3' };
const untold = { ...medium83, target: { ...medium83.target, xapi: null, xen: null } };
const oldPool = () =>
  makePool({ hosts: [1, 2, 3].map((number) => makeHost(number, { versions: { ...versions82, platform: '1.9.0' } })) });
const skewed = (seconds: number) => withHost(makePool(), 2, { serverTime: readAt / 1000 + seconds });
const full = () => makePool({ hosts: [1, 2, 3].map((number) => makeHost(number, { memoryFree: 1 * gigabyte })) });
const task: TaskFacts = {
  ref: 'r',
  name: 'Async.VM.export',
  status: 'pending',
  progress: 0.5,
  error: [],
  result: null,
};
const surveyed = (pifs: readonly PifFacts[]) =>
  beforeRun({
    evidence: makeEvidence(makePool(), { survey: { known: true, value: makeSurvey(makePool(), { pifs }) } }),
  });
const surveyedWith = (changes: Partial<Survey>) =>
  beforeRun({
    evidence: makeEvidence(makePool(), { survey: { known: true, value: makeSurvey(makePool(), changes) } }),
  });
const lone = (vms = makePool().vms.filter((vm) => vm.residentOn === 'host-1')) => makePool({ vms }, 1);
const unknownBefore = (phase: 'after-host' | 'after-run') => beforeRun({ phase, host: 'host-1', pool: upgradedPool() });

/** Those of before a run alone, and by what the pool itself says at each turn, are tables of their own. */
export const turnSituations: Readonly<Record<string, readonly Situation[]>> = {
  'host-live': [
    { when: 'the coordinator hears every host', input: () => beforeRun(), severity: 'pass', about: 'xs-2' },
    {
      when: 'a host has not been heard from',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { live: false }) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
    },
    {
      when: 'the metrics of a host cannot be read',
      input: () => beforeHost({ pool: withHost(makePool(), 2, { live: null }) }),
      severity: 'unknown',
      about: 'xs-2',
      acceptable: false,
      saying: 'no metrics',
    },
    {
      when: 'another host died before the turn of a host',
      input: () => beforeHost({ pool: withHost(makePool(), 3, { live: false }) }),
      severity: 'failure',
      about: 'xs-3',
      acceptable: false,
    },
  ],
  'host-enabled': [
    { when: 'every host takes guests', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'a host is in maintenance',
      input: () => beforeRun({ pool: withHost(makePool(), 3, { enabled: false }) }),
      severity: 'failure',
      about: 'xs-3',
      acceptable: false,
    },
    {
      when: 'the upgraded host has not enabled itself',
      input: () => afterHost({ pool: withHost(makePool(), 1, { enabled: false, versions: versions83 }) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
    },
  ],
  'coordinator-newest': [
    {
      when: 'only the coordinator is upgraded, before the next host',
      input: () => beforeHost({ host: 'host-2', pool: withHost(makePool(), 1, { versions: versions83 }) }),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'a run begins on a half-upgraded pool',
      input: () => beforeRun({ pool: withHost(makePool(), 1, { versions: versions83 }) }),
      severity: 'notice',
      about: 'lab',
      saying: '1 of 3',
    },
    {
      when: 'a member is newer than the coordinator',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { versions: versions83 }) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: 'xs-2 is newer',
    },
    {
      when: 'a member has only a newer xapi',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { versions: { ...versions82, xapi: '1.249.33' } }) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
    },
    {
      when: 'the coordinator was not read',
      input: () => beforeRun({ pool: makePool({ coordinator: 'host-9', rollingUpgradeFlag: true }) }),
      severity: 'unknown',
      about: 'lab',
      acceptable: false,
    },
  ],
  downgrade: [
    { when: 'the medium is newer than every host', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the medium has the versions of a host',
      input: () => beforeRun({ pool: upgradedPool() }),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'a host has a newer xapi on the same platform',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { versions: newer }) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: 'xapi 24.19.2 where the host has 26.1.3',
    },
    {
      when: 'a host has a newer release of the same Xen',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { versions: { ...versions83, xen: '4.17.5-10' } }) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
    },
    {
      when: 'the medium does not tell its xapi and Xen',
      input: () => beforeRun({ medium: untold }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'xapi and xen',
    },
    {
      when: 'the medium does not tell its xapi and is of an older platform',
      input: () => beforeRun({ medium: { ...untold, target: { ...untold.target, platform: '3.2.0' } } }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
    },
  ],
  'upgrade-path': [
    { when: 'the installer takes hosts of this platform', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'a host is older than the installer takes',
      input: () => beforeRun({ pool: oldPool() }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: '1.9.0',
    },
    {
      when: 'the medium is of an unknown release',
      input: () => beforeRun({ medium: { ...medium83, release: null } }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
    {
      when: 'the release data do not tell the oldest version',
      input: () => beforeRun({ medium: { ...medium83, release: { id: 'x', name: 'X 1', minimumPlatform: null } } }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
  ],
  'media-reachable': [
    { when: 'the host has read the boot files', input: () => beforeRun(), severity: 'pass', about: 'xs-3' },
    {
      when: 'the host’s plugin cannot read the medium',
      input: () =>
        beforeRun({
          reachability: new Map([
            ['host-2', { asked: true, reachable: false, code: 'REPO_SERVER_ERROR_404', text: '' }],
          ]),
        }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: 'REPO_SERVER_ERROR_404',
    },
    {
      when: 'the host has not been asked',
      input: () => beforeRun({ reachability: new Map() }),
      severity: 'unknown',
      about: 'xs-2',
      acceptable: true,
      saying: 'has not been asked',
    },
    {
      when: 'the host could not be asked',
      input: () =>
        beforeRun({ reachability: new Map([['host-1', { asked: false, reason: 'the media server does not run' }]]) }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'the media server does not run',
    },
  ],
  'nobody-else': [
    { when: 'nobody else was seen', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'the claim is this run’s own',
      input: () => beforeHost({ run: 'run-1', pool: makePool({ otherConfig: { [claimKey]: 'run-1' } }) }),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'another run has claimed the pool',
      input: () => beforeRun({ run: 'run-1', pool: makePool({ otherConfig: { [claimKey]: 'run-0' } }) }),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'run-0',
    },
    {
      when: 'the managing software forbids upgrades',
      input: () => beforeRun({ pool: makePool({ otherConfig: { 'hci-forbid-rpu': 'true' } }) }),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
    },
    {
      when: 'a host is being evacuated by somebody',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { currentOperations: ['evacuate'] }) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
    },
    {
      when: 'a guest is being exported',
      input: () => beforeRun({ pool: makePool({ vms: [makeVm('1a', 1, { currentOperations: ['export'] })] }) }),
      severity: 'warning',
      about: 'vm-1a',
    },
    {
      when: 'a guest of the host whose turn it is is being exported',
      input: () => beforeHost({ pool: makePool({ vms: [makeVm('1a', 1, { currentOperations: ['export'] })] }) }),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
    },
    {
      when: 'a guest of another host is busy at a host’s turn',
      input: () => beforeHost({ pool: makePool({ vms: [makeVm('2a', 2, { currentOperations: ['export'] })] }) }),
      severity: 'warning',
      about: 'vm-2a',
    },
    {
      when: 'a task is pending in the pool that nobody knows',
      input: () => beforeRun({ pool: makePool({ tasks: [{ ...task, name: 'SR.scan' }] }) }),
      severity: 'notice',
      about: 'lab',
      saying: 'SR.scan',
    },
    {
      when: 'an export is under way before the run',
      input: () => beforeRun({ pool: makePool({ tasks: [task] }) }),
      severity: 'warning',
      about: 'lab',
      saying: 'Async.VM.export',
    },
    {
      when: 'an export is under way at a host’s turn',
      input: () => beforeHost({ pool: makePool({ tasks: [task] }) }),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
      saying: 'backup',
    },
    {
      when: 'the task is this run’s own',
      input: () => beforeHost({ pool: makePool({ tasks: [task] }), ownTasks: [task.ref] }),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'an update is being applied',
      input: () => beforeRun({ pool: makePool({ tasks: [{ ...task, name: 'Async.pool_update.apply' }] }) }),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
    },
    {
      when: 'a disk is attached as backup software attaches one',
      input: () => surveyedWith({ disksAtBackup: [{ disk: 'root', at: 'proxy' }] }),
      severity: 'warning',
      about: 'lab',
      saying: 'proxy',
    },
    {
      when: 'only finished tasks are left',
      input: () => beforeRun({ pool: makePool({ tasks: [{ ...task, status: 'success' }] }) }),
      severity: 'pass',
      about: 'lab',
    },
  ],
  'ha-off': [
    { when: 'high availability is off', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'high availability is on',
      input: () => beforeRun({ pool: makePool({ haEnabled: true }) }),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
    },
    {
      when: 'somebody turned high availability on before a host',
      input: () => beforeHost({ pool: makePool({ haEnabled: true }) }),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
    },
  ],
  'wlb-off': [
    { when: 'workload balancing is off', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'workload balancing is on',
      input: () => beforeRun({ pool: makePool({ wlbEnabled: true }) }),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
    },
  ],
  'network-plugged': [
    { when: 'all interfaces are attached', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'a card is detached',
      input: () => surveyed(withPif('pif-host-2-eth1', { attached: false })),
      severity: 'notice',
      about: 'xs-2',
      saying: 'eth1',
    },
    {
      when: 'an interface that is to have an address is detached',
      input: () => surveyed(withPif('pif-host-2-eth1', { attached: false, wantsAddress: true })),
      severity: 'warning',
      about: 'xs-2',
      saying: 'to have an address',
    },
    {
      when: 'a member of a bond is detached, as the bond is in its place',
      input: () => surveyed(withPif('pif-host-2-eth1', { attached: false, bondMember: true })),
      severity: 'pass',
      about: 'xs-2',
    },
    {
      when: 'a VLAN of guests is detached that no guest needs now',
      input: () => surveyed(withPif('pif-host-2-eth1', { attached: false, physical: false })),
      severity: 'pass',
      about: 'xs-2',
    },
    {
      when: 'the pool could not be surveyed',
      input: () =>
        beforeRun({ evidence: { ...makeEvidence(makePool()), survey: { known: false, reason: 'time-out' } } }),
      severity: 'unknown',
      about: 'lab',
      acceptable: true,
    },
    {
      when: 'an interface of another host was lost before the turn of a host',
      input: () => beforeHost({ pifs: { known: true, value: withPif('pif-host-3-eth1', { attached: false }) } }),
      severity: 'failure',
      about: 'xs-3',
      acceptable: true,
      saying: 'is detached',
    },
    { when: 'all interfaces came back', input: () => afterHost(), severity: 'pass', about: 'xs-1' },
    {
      when: 'an interface is detached after the upgrade',
      input: () => afterHost({ pifs: { known: true, value: withPif('pif-host-1-eth1', { attached: false }) } }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'eth1 of xs-1 was attached before the run and is detached',
    },
    {
      when: 'an interface is gone after the upgrade',
      input: () =>
        afterHost({ pifs: { known: true, value: makePifs().filter(({ uuid }) => uuid !== 'pif-host-1-eth1') } }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'is gone',
    },
    {
      when: 'the management address is another',
      input: () => afterHost({ pifs: { known: true, value: withPif('pif-host-1-eth0', { address: '192.0.2.99' }) } }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: '192.0.2.99 in place of 192.0.2.11',
    },
    {
      when: 'management moved to another interface',
      input: () => afterHost({ pifs: { known: true, value: withPif('pif-host-1-eth0', { isManagement: false }) } }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'not the management interface',
    },
    {
      when: 'an interface of another host is detached after a host',
      input: () => afterHost({ pifs: { known: true, value: withPif('pif-host-2-eth1', { attached: false }) } }),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'an interface of any host is gone after the run',
      input: () =>
        afterRun({ pifs: { known: true, value: makePifs().filter(({ uuid }) => uuid !== 'pif-host-3-eth1') } }),
      severity: 'failure',
      about: 'xs-3',
      acceptable: true,
    },
    {
      when: 'the interfaces cannot be read after the upgrade',
      input: () => afterHost({ pifs: { known: false, reason: 'time-out' } }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'time-out',
    },
    {
      when: 'the plan is older than this look',
      input: () => afterHost({ baseline: baselineOf(makePool()) }),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'it is not known how the pool was before',
      input: () => unknownBefore('after-host'),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
  ],
  'storage-plugged': [
    { when: 'all storage is attached', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'shared storage is detached on a host',
      input: () => beforeRun({ pool: withPbd(makePool(), 2, 'sr-shared', false) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'NFS storage',
    },
    {
      when: 'shared storage has no connection to a host',
      input: () =>
        beforeRun({ pool: makePool({ pbds: makePool().pbds.filter((pbd) => pbd.uuid !== 'pbd-sr-shared-2') }) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'not connected',
    },
    {
      when: 'a local storage is detached',
      input: () => beforeRun({ pool: withPbd(makePool(), 2, 'sr-local-2', false) }),
      severity: 'warning',
      about: 'xs-2',
    },
    {
      when: 'a shared library of images is detached',
      input: () =>
        beforeRun({
          pool: {
            ...withPbd(makePool(), 2, 'sr-shared', false),
            srs: makePool().srs.map((sr) => ({ ...sr, type: 'iso' })),
          },
        }),
      severity: 'warning',
      about: 'xs-2',
    },
    {
      when: 'storage did not come back after the upgrade',
      input: () =>
        afterHost({ pool: withPbd(withHost(makePool(), 1, { versions: versions83 }), 1, 'sr-local-1', false) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'was attached',
    },
    {
      when: 'a connection to storage is gone after the upgrade',
      input: () =>
        afterHost({ pool: makePool({ pbds: makePool().pbds.filter((pbd) => pbd.uuid !== 'pbd-sr-local-1-1') }) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'gone',
    },
    {
      when: 'storage of another host is detached after a host',
      input: () => afterHost({ pool: withPbd(makePool(), 2, 'sr-shared', false) }),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'storage that was detached before is detached after',
      input: () =>
        afterRun({
          baseline: {
            ...afterRun().baseline!,
            pbds: afterRun().baseline!.pbds.map((pbd) => ({ ...pbd, attached: false })),
          },
          pool: withPbd(upgradedPool(), 2, 'sr-shared', false),
        }),
      severity: 'pass',
      about: 'xs-2',
    },
    {
      when: 'nobody knows what was attached before',
      input: () => unknownBefore('after-host'),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
  ],
  evacuable: [
    { when: 'the pool names no guest that is in the way', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'no guest runs on the host',
      input: () => beforeRun({ pool: makePool({ vms: [] }), evacuation: new Map() }),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'a guest uses storage that another host cannot reach',
      input: () => beforeRun(blockedBy('VM_REQUIRES_SR', 'vm-1a-uuid', 'sr-local-1')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'Local storage of xs-1',
    },
    {
      when: 'a guest is in the way at the host’s turn',
      input: () => beforeHost(blockedBy('VM_HAS_PCI_ATTACHED', 'vm-1a-uuid')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: false,
      saying: 'PCI',
    },
    {
      when: 'the pool gives a reason nobody knows',
      input: () => beforeRun(blockedBy('SOMETHING_NEW', 'detail')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'SOMETHING_NEW detail',
    },
    {
      when: 'memory is short by an answer given with high availability on',
      input: () =>
        beforeRun({ pool: makePool({ haEnabled: true }), ...blockedBy('HOST_NOT_ENOUGH_FREE_MEMORY', 'vm-1a-uuid') }),
      severity: 'warning',
      about: 'vm-1a',
      saying: 'may be wrong',
    },
    {
      when: 'memory is short with high availability off',
      input: () => beforeRun(blockedBy('HOST_NOT_ENOUGH_FREE_MEMORY', 'vm-1a-uuid')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
    },
    {
      when: 'the pool has not been asked',
      input: () => beforeRun({ evacuation: new Map() }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
    {
      when: 'the pool did not answer at the host’s turn',
      input: () => beforeHost({ evacuation: new Map([['host-1', { known: false, reason: 'time-out' }]]) }),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: false,
      saying: 'time-out',
    },
    {
      when: 'a standalone host has running guests',
      input: () => beforeRun({ pool: lone() }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: 'no other host to move its guests to',
    },
    {
      when: 'a standalone host has running guests, and a person lets them be shut down',
      input: () =>
        beforeRun({ pool: lone(), guests: { ...onlyMoved, stopUnmovable: { by: 'ann', how: '--stop-vms' } } }),
      severity: 'notice',
      about: 'vm-1a',
      saying: '--stop-vms (ann)',
    },
    {
      when: 'a guest that cannot move has no tools to be shut down by, although a person lets it be',
      input: () =>
        beforeRun({
          pool: lone(),
          evidence: vmSurveyed(lone(), '1a', { needs: { ...usualNeeds, canShutDown: false } }),
          guests: { ...onlyMoved, stopUnmovable: { by: 'ann', how: '--stop-vms' } },
        }),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: false,
      saying: 'no guest tools',
    },
    {
      when: 'a person lets whatever cannot move be shut down, and a guest is only busy',
      input: () =>
        beforeRun({
          ...blockedBy('OTHER_OPERATION_IN_PROGRESS', 'VM', 'vm', 'snapshot', 'task'),
          guests: { ...onlyMoved, stopUnmovable: { by: 'ann', how: '--stop-vms' } },
        }),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
    },
    {
      when: 'there is no room for a guest while another is still to be shut down',
      input: () =>
        beforeHost({
          ...blockedBy('HOST_NOT_ENOUGH_FREE_MEMORY', 'vm-1a-uuid'),
          guests: {
            ...onlyMoved,
            vms: [{ vm: 'vm-1b-uuid', name: 'vm-1b', policy: 'stop', consent: { by: 'ann', how: '--vm vm-1b=stop' } }],
          },
        }),
      severity: 'warning',
      about: 'vm-1a',
      saying: 'vm-1b still runs',
    },
    {
      when: 'a standalone host has no running guest',
      input: () => beforeRun({ pool: lone([makeVm('1a', null)]) }),
      severity: 'pass',
      about: 'xs-1',
    },
  ],
  capacity: [
    { when: 'the guests fit elsewhere at each step', input: () => beforeRun(), severity: 'pass', about: 'xs-2' },
    {
      when: 'the guests of a host fit nowhere',
      input: () => beforeRun({ pool: full() }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'vm-1a (it takes 4.0 GiB, and the roomiest host, xs-2, has 1.0 GiB left for it)',
    },
    {
      when: 'the guests of a host fit nowhere, and a person lets them be shut down',
      input: () =>
        beforeRun({ pool: full(), guests: { ...onlyMoved, stopUnmovable: { by: 'ann', how: '--stop-vms' } } }),
      severity: 'notice',
      about: 'xs-1',
      saying: 'down for the turn of xs-1',
    },
    {
      when: 'HA tolerates a failure now, and not with the control domains of the new release',
      input: () => {
        const versions = { ...versions82, platform: '2.7.0' };
        const hosts = [1, 2].map((number) =>
          makeHost(number, { versions, memoryTotal: 128 * gigabyte, memoryFree: 6 * gigabyte }),
        );
        const vms = [1, 2].map((number) => makeVm(String(number), number, { haProtected: true }));
        const pool = makePool({ hosts, vms, haEnabled: true, haFailuresToTolerate: 1 }, 2);
        const surveys = pool.hosts.map(({ uuid }) => makeHostSurvey(uuid, { controlDomainMemory: 4 * gigabyte }));
        const value = makeSurvey(pool, { hosts: surveys });
        return beforeRun({ pool, evidence: makeEvidence(pool, { survey: { known: true, value } }) });
      },
      severity: 'warning',
      about: 'lab',
      saying: 'tolerates 1 failure now',
    },
    {
      when: 'the new control domain leaves too little for the guests that were down to run again',
      input: () => {
        const versions = { ...versions82, platform: '2.7.0' };
        const host = makeHost(1, { versions, memoryTotal: 128 * gigabyte, memoryFree: gigabyte });
        const pool = makePool({ hosts: [host], vms: [makeVm('1', 1)] }, 1);
        const guests = { ...onlyMoved, stopUnmovable: { by: 'ann', how: '--stop-vms' } };
        const evidence = makeEvidence(pool, {
          survey: {
            known: true,
            value: makeSurvey(pool, { hosts: [makeHostSurvey('host-1', { controlDomainMemory: 4 * gigabyte })] }),
          },
        });
        return beforeRun({ pool, guests, evidence });
      },
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'too little to run vm-1 again',
    },
  ],
  'clock-skew': [
    { when: 'the clocks agree', input: () => beforeRun(), severity: 'pass', about: 'xs-2' },
    {
      when: 'a clock is five minutes off',
      input: () => beforeRun({ pool: skewed(300) }),
      severity: 'pass',
      about: 'xs-2',
    },
    {
      when: 'a clock is more than five minutes ahead',
      input: () => beforeRun({ pool: skewed(301) }),
      severity: 'warning',
      about: 'xs-2',
      saying: '5 min ahead of',
    },
    {
      when: 'a clock is more than an hour behind',
      input: () => beforeRun({ pool: skewed(-3700) }),
      severity: 'failure',
      about: 'xs-2',
      acceptable: true,
      saying: 'behind',
    },
    {
      when: 'a host did not tell its time',
      input: () => beforeRun({ pool: withHost(makePool(), 2, { serverTime: null }) }),
      severity: 'unknown',
      about: 'xs-2',
      acceptable: true,
    },
  ],
  'suspended-guests': [
    { when: 'no guest is suspended', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a guest is suspended',
      input: () => beforeRun({ pool: makePool({ vms: [makeVm('s', null, { powerState: 'Suspended' })] }) }),
      severity: 'warning',
      about: 'vm-s',
    },
  ],
  'versions-proven': [
    { when: 'the host has the versions of the medium', input: () => afterHost(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the host came back as it was',
      input: () => afterHost({ pool: makePool() }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: '8.2.1',
    },
    {
      when: 'the host has the product but another xapi',
      input: () => afterHost({ pool: withHost(makePool(), 1, { versions: newer }) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: 'xapi 26.1.3 instead of 24.19.2',
    },
    {
      when: 'a host of the run is not upgraded at its end',
      input: () => afterRun({ pool: withHost(upgradedPool(), 3, { versions: versions82 }) }),
      severity: 'failure',
      about: 'xs-3',
      acceptable: false,
    },
    {
      when: 'the medium does not tell its xapi and Xen',
      input: () => afterHost({ medium: untold }),
      severity: 'notice',
      about: 'xs-1',
    },
  ],
  'same-host': [
    { when: 'address and certificate are the same', input: () => afterHost(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the certificate is another',
      input: () => afterHost({ pool: withHost(makePool(), 1, { certificateFingerprint: 'FF:FF' }) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'certificate',
    },
    {
      when: 'the address is another',
      input: () => afterHost({ pool: withHost(makePool(), 1, { address: '192.0.2.99' }) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: '192.0.2.99',
    },
    {
      when: 'the certificate cannot be read',
      input: () => afterHost({ pool: withHost(makePool(), 1, { certificateFingerprint: null }) }),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'the host is gone from the pool',
      input: () => afterHost({ pool: makePool({ hosts: makePool().hosts.slice(1) }) }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: 'no longer in the pool',
    },
    {
      when: 'nobody knows how it was',
      input: () => unknownBefore('after-host'),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
    },
  ],
  'left-as-found': [
    { when: 'all is as before', input: () => afterRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a guest is not at home',
      input: () =>
        afterRun({
          pool: {
            ...upgradedPool(),
            vms: upgradedPool().vms.map((vm) => (vm.name === 'vm-1a' ? { ...vm, residentOn: 'host-2' } : vm)),
          },
        }),
      severity: 'warning',
      about: 'vm-1a',
      saying: 'Running on xs-2',
    },
    {
      when: 'high availability was on and is off',
      input: () =>
        afterRun({
          baseline: {
            ...afterRun().baseline!,
            ha: { enabled: true, heartbeatSrs: ['sr-shared'], failuresToTolerate: 0 },
          },
        }),
      severity: 'warning',
      about: 'lab',
      saying: 'High availability',
    },
    {
      when: 'nobody knows how it was',
      input: () => unknownBefore('after-run'),
      severity: 'unknown',
      about: 'lab',
      acceptable: true,
    },
  ],
};
