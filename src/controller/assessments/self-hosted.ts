/** A pool that carries what its own upgrade stands on (Drydock, the gateway, a name server) may saw off the branch it sits on. */
import type { VmFacts } from '../facts/pool-facts.js';
import type { Survey } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, observed, orPass, poolSubject, residentHost, vmSubject } from './observe.js';

export const selfHosted: Assessment = {
  id: 'self-hosted',
  title: 'Nothing that the upgrade needs runs on this pool',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'info', 'warning', 'failure', 'unknown'],
  remedy: 'Have Drydock, DHCP, DNS and the gateway on other machines for the time of the upgrade.',
  source: 'design, 5',
  assess: (input) =>
    fromSurvey(input, (survey) => {
      const running = input.pool.vms.filter((vm) => vm.residentOn !== null);
      const found = running.flatMap((vm) => assessVm(vm, survey, input));
      const silent = running.filter((vm) => addressesOf(vm, survey).length === 0);
      if (found.length > 0 || silent.length === 0)
        return orPass(found, poolSubject(input.pool), 'No guest has an address that the upgrade needs.');
      return [
        observed('info', poolSubject(input.pool), {
          reason: `No guest that tells its addresses has one that the upgrade needs; ${silent.length} of ${running.length} tell none.`,
          remedy: 'Look by hand whether Drydock, DHCP, DNS or the gateway is among those without guest tools.',
          acceptable: true,
        }),
      ];
    }),
};

function assessVm(vm: VmFacts, survey: Survey, input: AssessmentInput): readonly Observed[] {
  const roles = rolesOf(survey, input);
  const has = [...new Set(addressesOf(vm, survey).flatMap((address) => roles.get(address) ?? []))];
  if (has.length === 0) return [];
  const alone = input.pool.hosts.length === 1;
  return [
    observed(alone ? 'failure' : 'warning', vmSubject(vm, residentHost(input.pool, vm)), {
      reason: `${vm.name} is ${has.join(' and ')} of this upgrade, and runs on the pool that is upgraded.`,
      remedy: alone
        ? 'It would be down while its host is upgraded: have another machine do its work.'
        : 'It moves with the other guests; if it fails meanwhile, hosts that install find nothing. Better have another machine do its work.',
      acceptable: !alone || !has.includes('the media server'),
    }),
  ];
}

function rolesOf(survey: Survey, input: AssessmentInput): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, string[]>();
  const add = (address: string, role: string): void => {
    if (address !== '') roles.set(address, [...new Set([...(roles.get(address) ?? []), role])]);
  };
  for (const address of input.evidence?.serverAddresses ?? []) add(address, 'the media server');
  for (const one of survey.hosts.flatMap(({ interfaces }) => interfaces.filter(({ isManagement }) => isManagement))) {
    add(one.gateway, 'the gateway');
    for (const address of one.dns.split(',')) add(address.trim(), 'a name server');
  }
  return roles;
}

function addressesOf(vm: VmFacts, survey: Survey): readonly string[] {
  return survey.vms.find(({ uuid }) => uuid === vm.uuid)?.addresses ?? [];
}
