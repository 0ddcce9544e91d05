/** What the hosts' licences say of rolling upgrades: the vendor's own wizard obeys it, the API does not ask. */
import type { HostFacts } from '../facts/pool-facts.js';
import type { HostSurvey } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, hostsToUpgrade, hostSubject, isXcpNg, observed, pass, surveyOfHost } from './observe.js';

/** Without the key of its own, these editions are restricted (xencenter-rpu.md 1.2). */
const restrictedEditions = ['free', 'express', 'trial'];

export const licence: Assessment = {
  id: 'licence',
  title: 'The licence allows rolling upgrades',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy: 'Look into your contract with the vendor; nothing in the hosts refuses the upgrade.',
  source: 'xencenter-rpu.md 1.2; xapi.md 2.9',
  assess: (input) =>
    fromSurvey(input, (survey) =>
      hostsToUpgrade(input).map((host) => assessHost(host, surveyOfHost(survey, host), input)),
    ),
};

function assessHost(host: HostFacts, survey: HostSurvey | undefined, input: AssessmentInput): Observed {
  if (isXcpNg(host.versions.brand)) return pass(hostSubject(host), 'XCP-ng needs none.');
  const why = restriction(survey, input.pool.readAt);
  if (why === undefined) return pass(hostSubject(host), 'It does not restrict them.');
  // A pool that is half upgraded may be finished, in XenCenter too.
  const begun = input.pool.rollingUpgradeFlag;
  return observed(begun ? 'notice' : 'failure', hostSubject(host), {
    reason: `The licence of ${host.name} restricts rolling upgrades (${why}); XenCenter would not begin one. Nothing in the host refuses it.`,
    remedy: begun
      ? 'The upgrade that was begun may be finished.'
      : 'Apply a licence that allows them, or accept this if your contract does.',
    acceptable: true,
  });
}

function restriction(survey: HostSurvey | undefined, now: number): string | undefined {
  const params = survey?.licence ?? {};
  const word = params['restrict_rpu'];
  if (word !== undefined) return word === 'true' ? 'restrict_rpu' : undefined;
  const edition = survey?.edition ?? '';
  if (restrictedEditions.includes(edition)) return `edition ${edition}`;
  const expiry = expiryOf(params['expiry']);
  return expiry !== undefined && expiry < now ? 'it has expired' : undefined;
}

/** `20240229T15:07:05Z`. */
function expiryOf(text: string | undefined): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2}:\d{2}:\d{2})Z?$/.exec(text ?? '');
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', time = ''] = match;
  return Date.parse(`${year}-${month}-${day}T${time}Z`);
}
