/** A licence that forbids live migration makes every evacuation fail. */
import { guestsOn } from '../facts/pool-facts.js';
import type { Assessment } from './assessment.js';
import { fromSurvey, hostsToUpgrade, namesOf, observed, orPass, poolSubject, vmSubject } from './observe.js';

export const migrationLicence: Assessment = {
  id: 'migration-licence',
  title: 'The licence allows to migrate guests',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Apply a licence that allows live migration, or shut the guests down before their host’s turn.',
  source: 'xencenter-rpu.md 2.1, row 15f',
  assess: (input) =>
    fromSurvey(input, (survey) => {
      const bound = survey.hosts.filter(({ licence }) => licence?.['restrict_xen_motion'] === 'true');
      const hosts = input.pool.hosts.filter((host) => bound.some(({ uuid }) => uuid === host.uuid));
      if (hosts.length === 0) return orPass([], poolSubject(input.pool), 'No host’s licence forbids it.');
      const found = hostsToUpgrade(input).flatMap((host) =>
        guestsOn(input.pool, host.uuid).map((vm) =>
          observed('failure', vmSubject(vm, host), {
            reason: `${vm.name} cannot be moved: the licence of ${namesOf(hosts)} forbids live migration.`,
            remedy: `Apply another licence, or shut ${vm.name} down before the turn of ${host.name}.`,
            acceptable: true,
          }),
        ),
      );
      return orPass(found, poolSubject(input.pool), 'The licence forbids it, and no guest runs.');
    }),
};
