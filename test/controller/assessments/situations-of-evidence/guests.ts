/** Situations of the assessments about guests: what they are, what holds them, and what the control domain takes from them. */
import type { AssessmentInput } from '../../../../src/controller/assessments/assessment.js';
import type { Survey } from '../../../../src/controller/facts/survey.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import {
  disc,
  hostSurveyed,
  makeSrSurvey,
  makeSurvey,
  pluginSaying,
  surveyed,
  vmSurveyed,
} from '../../../support/controller-evidence.js';
import { gigabyte, makePool, makeVm } from '../../../support/controller-facts.js';
import type { Situation } from '../situations.js';
import { poolOf, mediumOf, old, about, notSurveyed, pool, withSr, said, lacks } from './surroundings.js';

const library = withSr({ type: 'iso', shared: false });

const tools = withSr({ type: 'iso', shared: true });

const autostarting = (host: number | null) => makePool({ vms: [makeVm('1a', host, { autoPowerOn: true })] });

const mixedCpus = (vms = pool.vms): (() => AssessmentInput) => {
  const other = makePool({ vms });
  return about(other, hostSurveyed(other, 2, { cpuVendor: 'AuthenticAMD' }));
};

export const guestSituations: Readonly<Record<string, readonly Situation[]>> = {
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
};

function vmsWith(sr: string): Survey['vms'] {
  return makeSurvey().vms.map((vm) => (vm.uuid === 'vm-1a-uuid' ? { ...vm, discs: [disc(sr)] } : vm));
}
