/**
 * Whether the installer will have a network: the plugin gives it that of the interface that leads to the media server, and
 * refuses to stage a host whose fixed address has no gateway, or only the boot finds out (media-and-clients.md 3.1).
 */
import { isIPv4 } from 'node:net';
import type { HostFacts } from '../facts/pool-facts.js';
import type { SurveyedInterface } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, hostIsFrom, hostsToUpgrade, hostSubject, observed, orPass, surveyOfHost } from './observe.js';

export const installerNetwork: Assessment = {
  id: 'installer-network',
  title: 'The installer will have a network',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Give the management interface what its installer needs: IPv4 with netmask and gateway, or DHCP.',
  source: 'media-and-clients.md 3.1; xencenter-rpu.md 4.3, step 5',
  assess: (input) =>
    fromSurvey(input, (survey) =>
      hostsToUpgrade(input).flatMap((host) => assessHost(host, surveyOfHost(survey, host)?.interfaces ?? [], input)),
    ),
};

function assessHost(
  host: HostFacts,
  interfaces: readonly SurveyedInterface[],
  input: AssessmentInput,
): readonly Observed[] {
  const management = interfaces.find((one) => one.isManagement);
  if (management === undefined) {
    return [
      observed('unknown', hostSubject(host), {
        reason: `${host.name} tells no management interface.`,
        remedy: `Look at "xe pif-list host-uuid=${host.uuid} management=true".`,
        acceptable: true,
      }),
    ];
  }
  const found: Observed[] = [...addressing(host, management, input), ...wiring(host, management)];
  return orPass(found, hostSubject(host), `It goes out by ${management.device} (${management.address}).`);
}

function addressing(host: HostFacts, one: SurveyedInterface, input: AssessmentInput): readonly Observed[] {
  if (one.usesIpv6) {
    return [
      observed('failure', hostSubject(host), {
        reason: `The management interface of ${host.name} is IPv6; the plugin gives the installer IPv4 only.`,
        remedy: 'Give it an IPv4 address for the upgrade.',
        acceptable: true,
      }),
    ];
  }
  if (one.mode === 'DHCP') {
    return [
      observed('notice', hostSubject(host), {
        reason: `${host.name} has its address by DHCP, and so will the installer: without an answer it does not go on.`,
        remedy: 'See that the DHCP server runs all the time, and not on this pool.',
        acceptable: true,
      }),
    ];
  }
  const missing = [
    ...(isIPv4(one.address) ? [] : ['address']),
    ...(isIPv4(one.netmask) ? [] : ['netmask']),
    ...(isIPv4(one.gateway) ? [] : ['gateway']),
  ];
  const names = input.evidence?.serverAddresses.filter((address) => !isIPv4(address)) ?? [];
  if (names.length > 0 && one.dns === '') missing.push(`name server (the medium is at ${names.join(', ')})`);
  if (missing.length === 0) return [];
  return [
    observed('failure', hostSubject(host), {
      reason: `The management interface of ${host.name} has a fixed address and no ${missing.join(', no ')}: its plugin would refuse to stage it (ERROR_PREPARING_HOST).`,
      remedy: `Set it: "xe pif-reconfigure-ip" of ${one.device}; a gateway is needed even where the media server is on the same network.`,
      acceptable: true,
    }),
  ];
}

function wiring(host: HostFacts, one: SurveyedInterface): readonly Observed[] {
  const found: Observed[] = [];
  if (one.vlan !== null && !hostIsFrom(host, '7.1')) {
    found.push(
      observed('failure', hostSubject(host), {
        reason: `The management interface of ${host.name} is on VLAN ${one.vlan}; plugins before 1.1.4 (7.1) do not tell the installer so.`,
        remedy:
          'Move management to an untagged network for the upgrade, or install the hotfix that replaces the plugin.',
        acceptable: true,
      }),
    );
  }
  if (one.bond === 'lacp') {
    found.push(
      observed('warning', hostSubject(host), {
        reason: `The management interface of ${host.name} is an LACP bond; the installer uses one of its cards alone.`,
        remedy: 'See that the switch lets a single link through without LACP (fallback).',
        acceptable: true,
      }),
    );
  } else if (one.bond !== null) {
    found.push(
      observed('notice', hostSubject(host), {
        reason: `The management interface of ${host.name} is a bond; the installer uses the first of its cards that has a link.`,
        remedy: 'See that each of its cards reaches the media server.',
        acceptable: true,
      }),
    );
  }
  return found;
}
