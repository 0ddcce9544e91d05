/**
 * Whether the installer and the new system drive the network cards of a host: without the one behind the management
 * interface an unattended installer finds no repository, and the host nobody. The API tells the ids of network cards alone;
 * storage controllers can only be seen on the host itself.
 */
import { drives, moduleIndex, tellsAll, type ModuleIndex } from '../../media/contents/module-index.js';
import type { MediumHardware, ModuleSet } from '../../media/hardware.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { NetworkCard, Survey } from '../facts/survey.js';
import type { Assessment } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, hostsToUpgrade, hostSubject, observed, orPass, poolSubject, surveyOfHost } from './observe.js';

interface System {
  readonly name: string;
  readonly set: ModuleSet;
  readonly index: ModuleIndex;
}

export const driverFit: Assessment = {
  id: 'driver-fit',
  title: 'The medium drives the host’s network cards',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Look for a driver disk for the new release; without one leave this host out.',
  source:
    'design, 5 (drivers missing from the medium); media-and-clients.md 3.1 (the installer brings up the management card alone)',
  assess: (input) =>
    fromSurvey(input, (survey) => {
      const hardware = input.evidence?.hardware ?? { known: false as const, reason: 'nobody has looked' };
      if (hardware.known) return hostsToUpgrade(input).flatMap((host) => assessHost(host, survey, hardware.value));
      return [
        observed('unknown', poolSubject(input.pool), {
          reason: `It is not known which devices ${input.medium.id} drives: ${hardware.reason}.`,
          remedy: `Run "drydock media hardware ${input.medium.id}".`,
          acceptable: true,
        }),
      ];
    }),
};

function assessHost(host: HostFacts, survey: Survey, hardware: MediumHardware): readonly Observed[] {
  const systems = systemsOf(hardware);
  const interfaces = surveyOfHost(survey, host)?.interfaces ?? [];
  const management = interfaces.filter((one) => one.isManagement).flatMap((one) => one.cards);
  const devices = new Set(management.map((card) => card.device));
  const others = interfaces.flatMap((one) => one.cards).filter((card) => !devices.has(card.device));
  if (management.length === 0) {
    return [
      observed('unknown', hostSubject(host), {
        reason: `It is not known which network card the management interface of ${host.name} uses.`,
        remedy: `Compare "lspci -n" on ${host.name} with "drydock media hardware ${hardware.id}".`,
        acceptable: true,
      }),
    ];
  }
  const found = [
    ...management.flatMap((card) => assessCard(host, card, systems, true, hardware.id)),
    ...distinct(others).flatMap((card) => assessCard(host, card, systems, false, hardware.id)),
  ];
  return orPass(found, hostSubject(host), 'It drives all of them; storage controllers are not told by the API.');
}

function systemsOf({ installer, dom0 }: MediumHardware): readonly System[] {
  const systems = [
    { name: 'the installer', set: installer },
    { name: 'the new system', set: dom0 },
  ];
  return systems.flatMap(({ name, set }) => (set === null ? [] : [{ name, set, index: moduleIndex(set) }]));
}

function assessCard(
  host: HostFacts,
  card: NetworkCard,
  systems: readonly System[],
  isManagement: boolean,
  medium: string,
): readonly Observed[] {
  const what = `${isManagement ? 'the management card' : 'the card'} ${card.device} of ${host.name} (${[card.name, `${card.vendor}:${card.product}`].filter((part) => part !== '').join(', ')})`;
  const remedy = `Compare "lspci -n" on ${host.name} with "drydock media hardware ${medium} --pci ${card.vendor}:${card.product}"; look for a driver disk.`;
  if (card.vendor === '' || card.product === '') {
    const reason = `${host.name} does not tell which device ${card.device} is.`;
    return [observed(isManagement ? 'unknown' : 'notice', hostSubject(host), { reason, remedy, acceptable: true })];
  }
  return systems.flatMap((system): readonly Observed[] => {
    const verdict = driven(system, card);
    if (verdict === 'yes') return [];
    if (verdict === 'nothing-known') {
      const reason = `No kernel modules were found in ${system.name} of ${medium}, so it is not known whether it drives ${what}.`;
      return [observed('warning', hostSubject(host), { reason, remedy, acceptable: true })];
    }
    const reason =
      verdict === 'no'
        ? `${capital(system.name)} of ${medium} has no driver for ${what}.`
        : `It is not sure that ${system.name} of ${medium} drives ${what}: ${verdict}.`;
    const severity = !isManagement ? 'warning' : verdict === 'no' ? 'failure' : 'unknown';
    return [observed(severity, hostSubject(host), { reason, remedy, acceptable: true })];
  });
}

/** `yes`, `no`, `nothing-known`, or why it is not sure. */
function driven({ set, index }: System, card: NetworkCard): string {
  const drivers = drives(index, {
    vendor: Number.parseInt(card.vendor, 16),
    device: Number.parseInt(card.product, 16),
    subvendor: null,
    subdevice: null,
    // A network card as a class: Ethernet controllers.
    class: { base: 2, sub: 0, interface: 0 },
  });
  if (drivers.some(({ certain }) => certain)) return 'yes';
  if (drivers.length > 0) return 'it depends on the make of the card';
  if (set.kernels.length === 0) return 'nothing-known';
  if (tellsAll(set)) return 'no';
  return set.unread.length > 0 ? 'not all of it could be read' : 'its kernel has drivers of its own that do not tell';
}

function distinct(cards: readonly NetworkCard[]): readonly NetworkCard[] {
  const known = new Map(cards.map((card) => [`${card.vendor}:${card.product}`, card]));
  return [...known.values()];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
