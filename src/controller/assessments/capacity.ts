/** Whether every guest has a place at each step of the whole sequence: the pool itself can only answer for the present one. */
import type { DownVm, StuckVm } from '../../contract/plan-forecast.js';
import type { HostFacts } from '../facts/pool-facts.js';
import { findHost } from '../planning/choose-hosts.js';
import { forecastPlan } from '../planning/forecast/forecast-plan.js';
import { toleratesFailures } from '../planning/forecast/ha-plan.js';
import { helpFor } from '../planning/forecast/help.js';
import { modelOfPool, type ForecastSources } from '../planning/forecast/model-of-pool.js';
import { isAtTarget } from '../versions/match-target.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { guestsIn, hostsToUpgrade, hostSubject, namesOf, observed, pass, poolSubject } from './observe.js';

interface Step {
  readonly uuid: string;
  readonly name: string;
  readonly stuck: readonly StuckVm[];
  readonly down: readonly DownVm[];
  readonly spare: number;
  /** Bytes that control domains have taken by then, and bytes that are missing for what comes back. */
  readonly growth: number;
  readonly shortBy: number;
}

export const capacity: Assessment = {
  id: 'capacity',
  title: 'Every guest has a place at every step',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure'],
  remedy: 'Free memory in the pool, or let the guests that are named be shut down for that time.',
  source: 'xencenter-rpu.md 2.3; xapi.md 6.3',
  assess: (input) => [...stepsOf(input).map((step) => assessStep(step, input)), ...assessHa(input)],
};

function stepsOf(input: AssessmentInput): readonly Step[] {
  const { pool, medium } = input;
  const wanted = (input.order ?? []).map((name) => findHost(pool, name));
  const { turns } = forecastPlan(pool, medium, toUpgrade(input), wanted, sourcesOf(input));
  let grown = 0;
  return turns.map(({ facts: { uuid, name }, evacuation: { stuck, down, room, needed }, growth, shortBy }) => {
    const before = grown;
    grown += growth;
    return { uuid, name, stuck, down, spare: room - needed, growth: before, shortBy };
  });
}

function toUpgrade(input: AssessmentInput): readonly HostFacts[] {
  return hostsToUpgrade(input).filter((host) => !isAtTarget(input.medium.target, host.versions));
}

function sourcesOf(input: AssessmentInput): ForecastSources {
  const { evidence, evacuation } = input;
  return {
    survey: evidence?.survey.known === true ? evidence.survey.value : undefined,
    evacuation,
    guests: guestsIn(input),
    ...(evidence === undefined ? {} : { plugin: evidence.plugin }),
  };
}

/** HA is off in the run; at its end it has to find a plan again for as many failures as before. */
function assessHa(input: AssessmentInput): readonly Observed[] {
  const { pool, medium } = input;
  if (!pool.haEnabled || pool.haFailuresToTolerate === 0) return [];
  const { hosts } = modelOfPool(pool, medium, sourcesOf(input));
  const upgraded = toUpgrade(input).map(({ uuid }) => uuid);
  const failures = pool.haFailuresToTolerate;
  if (toleratesFailures(hosts, [], failures) !== true || toleratesFailures(hosts, upgraded, failures) !== false)
    return [];
  const grown = hosts
    .filter(({ uuid, growth }) => growth > 0 && upgraded.includes(uuid))
    .reduce((sum, { growth }) => sum + growth, 0);
  return [
    observed('warning', poolSubject(pool), {
      reason: `High availability tolerates ${failures} failure${failures === 1 ? '' : 's'} now, and by the forecast not after the upgrade: the control domains take ${gibibytes(grown)} more in all.`,
      remedy:
        'Lower the memory of protected guests, or the number of failures; it is switched on again at the end in any case.',
      acceptable: true,
    }),
  ];
}

function assessStep(step: Step, input: AssessmentInput): Observed {
  const stuck = step.stuck.filter((vm) => !isNamedByThePool(vm, step, input));
  if (stuck.length > 0) {
    const reasons = stuck.map(({ name, reason }) => `${name} (${reason})`).join('; ');
    return observed('failure', hostSubject(step), {
      reason: `There is no place for ${reasons} when it is the turn of ${step.name}.`,
      remedy: helpFor({ stuck, growth: step.growth }).join(' '),
      acceptable: true,
    });
  }
  if (step.shortBy > 0) {
    return observed('failure', hostSubject(step), {
      reason: `After its upgrade ${step.name} has ${gibibytes(step.shortBy)} too little to run ${namesOf(step.down)} again, which are down for its turn: its control domain takes more.`,
      remedy: 'Lower the memory of guests on it, or have one of them moved: --vm NAME=migrate.',
      acceptable: true,
    });
  }
  if (step.down.length > 0) {
    return observed('notice', hostSubject(step), {
      reason: `By the forecast ${namesOf(step.down)} ${step.down.length === 1 ? 'is' : 'are'} down for the turn of ${step.name}, by consent; everything else has a place.`,
      remedy: 'Nothing: tell their users.',
      acceptable: true,
    });
  }
  return pass(
    hostSubject(step),
    `By the forecast its guests fit on the other hosts at its turn; ${spare(step.spare)}.`,
  );
}

/** Whatever holds a guest on its host already now is the pool's to say: it is judged by `evacuable`. */
function isNamedByThePool({ vm, code }: StuckVm, step: Step, { evacuation, pool }: AssessmentInput): boolean {
  if (code === 'HOST_NOT_ENOUGH_FREE_MEMORY') return false;
  if (pool.hosts.length === 1) return true;
  const answer = evacuation.get(step.uuid);
  return answer?.known === true && answer.blockers.some((blocker) => blocker.vm === vm);
}

function spare(bytes: number): string {
  return bytes <= 0 ? 'nothing to spare' : `${gibibytes(bytes)} to spare`;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
