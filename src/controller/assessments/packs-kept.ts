/** An upgrade puts a new system in the old one's place: packs that the medium does not bring are gone afterwards. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { Survey } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, hostsToUpgrade, hostSubject, observed, orPass, surveyOfHost, targetIsFrom } from './observe.js';

/** Container management, which 8.2 dropped altogether. */
const containerPack = 'xscontainer';

/** Parts of the base system that some releases list beside it. */
const base = /^(xs|xcp):(main|xenserver-transfer-vm|extras)$/;

/** As the vendor names hotfixes and cumulative updates: XS71E001, XS82ECU1, CH82E014. */
const hotfix = /^(XS|CH)\d+\w*E/;

export const packsKept: Assessment = {
  id: 'packs-kept',
  title: 'No supplemental pack gets lost',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'unknown'],
  remedy:
    'Import the packs for the new release and name them with --pack; the run installs them on each host when it is back.',
  source: 'xencenter-rpu.md 2.1, row 12; media-and-clients.md 3.2',
  assess: (input) =>
    fromSurvey(input, (survey) => hostsToUpgrade(input).flatMap((host) => assessHost(host, survey, input))),
};

function assessHost(host: HostFacts, survey: Survey, input: AssessmentInput): readonly Observed[] {
  const updates = survey.updates.kind === 'read' ? survey.updates.value : [];
  const applied = updates.filter((update) => update.hosts.includes(host.uuid)).map(({ name }) => name);
  const packs = (surveyOfHost(survey, host)?.packs ?? []).filter((pack) => !base.test(pack));
  const container = [...packs, ...applied].filter((name) => name.replace(/^.*:/, '').startsWith(containerPack));
  const named = new Set((input.packs ?? []).map(({ name }) => name));
  // Since 7.1 packs are updates like hotfixes; a medium of a later release has the hotfixes of the ones before.
  const others = [...packs, ...applied.filter((name) => !hotfix.test(name))].filter(
    (pack) => !container.includes(pack) && !named.has(pack.replace(/^.*:/, '')),
  );
  const found: Observed[] = [];
  if (container.length > 0 && targetIsFrom(input, droppedFrom['container-pack'])) {
    found.push(
      observed('warning', hostSubject(host), {
        reason: `${host.name} has the container management pack, which the upgrade removes; ${input.medium.name} has no such feature.`,
        remedy: 'Manage the containers from inside their VMs.',
        acceptable: true,
      }),
    );
  }
  if (others.length > 0) {
    found.push(
      observed('warning', hostSubject(host), {
        reason: `${host.name} has packs that the upgrade removes unless the medium brings them: ${others.join(', ')}.`,
        remedy: `Import them for ${input.medium.name} and name them with --pack, or install them when ${host.name} is back; storage or devices that need them are missing until then.`,
        acceptable: true,
      }),
    );
  }
  if (survey.updates.kind === 'unreadable') {
    found.push(
      observed('notice', hostSubject(host), {
        reason: `Which updates and packs ${host.name} has could not be read: ${survey.updates.reason}.`,
        remedy: 'Look at "xe update-list".',
        acceptable: true,
      }),
    );
  }
  return orPass(found, hostSubject(host), 'It names no pack.');
}
