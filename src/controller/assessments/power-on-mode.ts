/** From 8.2 on hosts are no longer switched on through iLO; other ways stay, and XenCenter's check takes them for iLO. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import {
  fromSurvey,
  hostIsFrom,
  hostsToUpgrade,
  hostSubject,
  observed,
  pass,
  surveyOfHost,
  targetIsFrom,
} from './observe.js';

export const powerOnMode: Assessment = {
  id: 'power-on-mode',
  title: 'The host is not switched on through iLO',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy: 'Write down the settings, then let Drydock clear them; they and the password are not put back.',
  source: 'xencenter-rpu.md 2.1, row 11; 6.1.2',
  assess: (input) =>
    fromSurvey(input, (survey) =>
      hostsToUpgrade(input).map((host) => assessHost(host, surveyOfHost(survey, host)?.powerOnMode ?? '', input)),
    ),
};

function assessHost(host: HostFacts, mode: string, input: AssessmentInput): Observed {
  if (mode === '') return pass(hostSubject(host), 'It has no way of being switched on from outside.');
  if (hostIsFrom(host, droppedFrom['power-on-mode']) || !targetIsFrom(input, droppedFrom['power-on-mode']))
    return pass(hostSubject(host), `It is switched on by ${mode}, which this upgrade does not touch.`);
  if (mode.toLowerCase() !== 'ilo') {
    return observed('notice', hostSubject(host), {
      reason: `${host.name} is switched on by ${mode}; the setting stays, but look whether it still works.`,
      remedy: 'Nothing before; try it once after the upgrade.',
      acceptable: true,
    });
  }
  return observed('failure', hostSubject(host), {
    reason: `${host.name} is switched on through iLO, which ${input.medium.name} does not have.`,
    remedy: `Write down its settings, then let Drydock clear them. By hand: "xe host-set-power-on-mode host=${host.uuid} power-on-mode= ".`,
    fix: { effect: 'clear-power-on', key: host.uuid, detail: { name: host.name, mode } },
    acceptable: true,
  });
}
