/** Situations of the assessment of what tags and the command line want done with a VM. */
import { onlyMoved, type GuestPlan, type VmPolicy } from '../../../../src/controller/planning/guests/guest-plan.js';
import type { VmNeeds } from '../../../../src/controller/facts/vm-needs.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import {
  makeEvidence,
  makeSrSurvey,
  makeSurvey,
  usualNeeds,
  vmSurveyed,
} from '../../../support/controller-evidence.js';
import { gigabyte, makeHost, makePool, versions82 } from '../../../support/controller-facts.js';
import type { Situation } from '../situations.js';
import { about, notSurveyed, pool } from './surroundings.js';

const consent = { by: 'ann', how: '--vm vm-1a=…' };
const wanted = (policy: VmPolicy, changes: Partial<GuestPlan> = {}): { guests: GuestPlan } => ({
  guests: { ...onlyMoved, vms: [{ vm: 'vm-1a-uuid', name: 'vm-1a', policy, consent }], ...changes },
});
const needing = (needs: Partial<VmNeeds>) => vmSurveyed(pool, '1a', { needs: { ...usualNeeds, ...needs } });
const suspend = { suspend: { by: 'ann', how: '--allow-suspend' } };
const hardStop = [{ vm: 'vm-1a-uuid', name: 'vm-1a', consent: { by: 'ann', how: '--hard-stop vm-1a' } }];

const notSuspended = (when: string, needs: Partial<VmNeeds>, saying: string): Situation => ({
  when: `a VM is to be suspended and ${when}`,
  input: about(pool, needing(needs), wanted('suspend', suspend)),
  severity: 'failure',
  about: 'vm-1a',
  acceptable: false,
  saying,
});

export const vmPolicySituations: Readonly<Record<string, readonly Situation[]>> = {
  'vm-policies': [
    { when: 'no VM has a policy', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'a VM is to be shut down',
      input: () => beforeRun(wanted('stop')),
      severity: 'notice',
      about: 'vm-1a',
      saying: '--vm vm-1a=… (ann)',
    },
    {
      when: 'a VM is to be shut down, and has no tools',
      input: about(pool, needing({ canShutDown: false }), wanted('stop')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: false,
      saying: 'no guest tools',
    },
    {
      when: 'a VM without tools is to be shut down, and its plug may be pulled',
      input: about(pool, needing({ canShutDown: false }), wanted('stop', { hardStop })),
      severity: 'notice',
      about: 'vm-1a',
      saying: 'plug is pulled',
    },
    {
      when: 'a VM is to be suspended without the consent to suspending',
      input: () => beforeRun(wanted('suspend')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: false,
      saying: 'nobody has consented to suspending',
    },
    {
      when: 'a VM is to be suspended, by consent',
      input: () => beforeRun(wanted('suspend', suspend)),
      severity: 'notice',
      about: 'vm-1a',
    },
    notSuspended('its tools do not let it', { canSuspend: false }, 'tools or devices'),
    notSuspended('no storage is set for it', { suspendStorage: null }, 'no storage'),
    notSuspended('its storage is gone', { suspendStorage: 'sr-gone' }, 'not in the pool'),
    notSuspended('there is no room for it', { wholeMemory: 501 * gigabyte }, 'no room for 501 GiB'),
    {
      when: 'a VM is to be suspended on storage that the installer may make anew',
      input: about(
        pool,
        makeEvidence(pool, {
          survey: {
            known: true,
            value: makeSurvey(pool, {
              vms: [{ ...makeSurvey(pool).vms[0]!, needs: { ...usualNeeds, suspendStorage: 'sr-local-1' } }],
              srs: [makeSrSurvey('sr-local-1')],
            }),
          },
        }),
        wanted('suspend', suspend),
      ),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: false,
      saying: 'made anew',
    },
    {
      when: 'a VM is to be suspended on a release whose images the new one does not resume',
      input: () => {
        const hosts = [1, 2, 3].map((number) => makeHost(number, { versions: { ...versions82, xen: '4.4.1' } }));
        return beforeRun({ pool: makePool({ hosts }), ...wanted('suspend', suspend) });
      },
      severity: 'failure',
      about: 'vm-1a',
      acceptable: false,
      saying: 'does not resume',
    },
    {
      when: 'a VM has tags that disagree',
      input: about(pool, needing({ tags: ['drydock:leave', 'drydock:stop'] })),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: false,
      saying: 'disagree',
    },
    {
      when: 'a VM has a tag that is misspelt',
      input: about(pool, needing({ tags: ['drydock:halt'] })),
      severity: 'warning',
      about: 'vm-1a',
      saying: 'drydock:halt',
    },
    notSurveyed,
  ],
};
