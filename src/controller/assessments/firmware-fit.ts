/** Whether the installer runs under the firmware of the host: XenServer 9 refuses to start where a host boots by BIOS. */
import type { HostFacts } from '../facts/pool-facts.js';
import type { SystemFacts } from '../facts/system/system-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { insideHosts, part, wantsUefi } from './look-inside.js';
import { hostSubject, observed, pass } from './observe.js';

export const firmwareFit: Assessment = {
  id: 'firmware-fit',
  title: 'The medium installs under the host’s firmware',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Install the host anew in UEFI mode, or stay with a release that boots by BIOS.',
  source: 'xencenter-rpu.md 4.5; media-and-clients.md 1.1, 3.2; needs SSH',
  assess: (input) => insideHosts(input, (host, system) => assessHost(host, system, input)),
};

function assessHost(host: HostFacts, system: SystemFacts, input: AssessmentInput): readonly Observed[] {
  return part(host, system.firmware, `whether ${host.name} boots by UEFI or BIOS`, (firmware) => {
    if (!wantsUefi(input)) {
      const name = firmware === 'uefi' ? 'UEFI' : 'BIOS';
      return [pass(hostSubject(host), `It boots by ${name}; ${input.medium.name} installs under both.`)];
    }
    if (firmware === 'bios') return [refused(host, input, 'boots by BIOS')];
    return part(host, system.partitions, `whether ${host.name} has an EFI system partition`, ({ partitions }) =>
      partitions.some(({ code }) => code === 'EF00')
        ? [pass(hostSubject(host), 'It boots by UEFI.')]
        : [refused(host, input, 'has no EFI system partition')],
    );
  });
}

function refused(host: HostFacts, { medium }: AssessmentInput, why: string): Observed {
  return observed('failure', hostSubject(host), {
    reason: `${host.name} ${why}; the installer of ${medium.name} runs under UEFI alone, and refuses.`,
    remedy: `Install ${host.name} anew in UEFI mode, or leave it out.`,
    acceptable: false,
  });
}
