/**
 * How much memory a host has, and whether any of it is known to be bad. The upgrade takes the host through a restart, which is when
 * a module that is broken is left out by the firmware.
 */
import { controlDomainMemory } from '../../installer/control-domain-memory.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { MemoryErrors } from '../facts/system/system-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { gigabytes, systemOf } from './look-inside.js';
import { baselineIn, hostsInView, hostsToUpgrade, hostSubject, observed, orPass, pass } from './observe.js';

const mebibyte = 1024 ** 2;

/** What installers of all releases ask for, and what they let pass (host-installer, constants.py, the same since 2006). */
const installerAsksFor = 1024 * mebibyte;
const installerPasses = installerAsksFor - 100 * mebibyte;

/** No module is smaller; what releases report of the same memory differs by less. */
const oneModule = 1024 * mebibyte;

export const hostMemory: Assessment = {
  id: 'host-memory',
  title: 'The host has enough memory, and lost none of it',
  phases: ['before-run', 'after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure'],
  remedy: 'Have modules that are broken replaced before the host is restarted.',
  source:
    'xencenter-rpu.md 2.3; host-installer (constants.py, install.py); python-libs (xcp/dom0.py); errors that are counted: over SSH',
  assess: (input) =>
    input.phase === 'before-run'
      ? hostsToUpgrade(input).flatMap((host) => before(host, input))
      : hostsInView(input).flatMap((host) => after(host, input)),
};

function before(host: HostFacts, input: AssessmentInput): readonly Observed[] {
  const errors = systemOf(input, host)?.memoryErrors;
  const found = [...amount(host, input), ...(errors?.known === true ? broken(host, errors.value) : [])];
  return orPass(found, hostSubject(host), `It has ${gigabytes(host.memoryTotal)}.`);
}

function amount(host: HostFacts, { medium }: AssessmentInput): readonly Observed[] {
  if (host.memoryTotal === 0) {
    return [
      observed('notice', hostSubject(host), {
        reason: `The pool does not tell how much memory ${host.name} has.`,
        remedy: 'Look whether the host is live; check again.',
        acceptable: true,
      }),
    ];
  }
  const wanted = controlDomainMemory(host.memoryTotal, medium.target.platform);
  if (wanted >= host.memoryTotal) {
    return [
      observed('failure', hostSubject(host), {
        reason: `${host.name} has ${mebibytes(host.memoryTotal)}; the control domain alone takes ${mebibytes(wanted)} in ${medium.name}.`,
        remedy: `Give ${host.name} more memory, or leave it out.`,
        acceptable: true,
      }),
    ];
  }
  if (host.memoryTotal >= installerPasses) return [];
  return [
    observed('warning', hostSubject(host), {
      reason: `${host.name} has ${mebibytes(host.memoryTotal)}; the installer asks for ${mebibytes(installerAsksFor)}. It says so at the console alone, and unattended goes on all the same.`,
      remedy: `Give ${host.name} more memory, or leave it out.`,
      acceptable: true,
    }),
  ];
}

/** @param counted null: nobody counts there, and nothing is said */
function broken(host: HostFacts, counted: MemoryErrors | null): readonly Observed[] {
  if (counted === null || counted.corrected + counted.uncorrected === 0) return [];
  const isLost = counted.uncorrected > 0;
  return [
    observed(isLost ? 'warning' : 'notice', hostSubject(host), {
      reason: `The memory of ${host.name} had ${counted.uncorrected} uncorrectable and ${counted.corrected} corrected errors since it was started.`,
      remedy: isLost
        ? 'Have the module replaced first: the remote console of the machine names it.'
        : 'Keep an eye on it: the remote console of the machine names the module.',
      acceptable: true,
    }),
  ];
}

function after(host: HostFacts, input: AssessmentInput): readonly Observed[] {
  const had = baselineIn(input)?.hosts.find(({ uuid }) => uuid === host.uuid)?.memory;
  const { memoryTotal: has } = host;
  // Right after a boot the pool may not tell it yet.
  if (had === undefined || has === 0 || had - has < oneModule)
    return [pass(hostSubject(host), has === 0 ? 'It is not told.' : `It has ${gigabytes(has)}.`)];
  return [
    observed('warning', hostSubject(host), {
      reason: `${host.name} has ${gigabytes(has)} of memory and had ${gigabytes(had)} before the run: its firmware may have left out a module that is broken.`,
      remedy: 'Look at the remote console of the machine; its guests may not all fit as before.',
      acceptable: true,
    }),
  ];
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / mebibyte)} MiB`;
}
