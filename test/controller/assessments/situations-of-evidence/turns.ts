/** More situations of assessments that are looked at again at each turn: what only a survey tells before a run. */
import type { Medium } from '../../../../src/controller/planning/medium.js';
import { beforeRun, blockedBy } from '../../../support/controller-assessments.js';
import { hostSurveyed, pluginSaying } from '../../../support/controller-evidence.js';
import { medium83 } from '../../../support/controller-facts.js';
import type { Situation } from '../situations.js';
import { about, pool, said } from './surroundings.js';

export const moreTurnSituations: Readonly<Record<string, readonly Situation[]>> = {
  'host-enabled': [
    {
      when: 'XenCenter has marked an enabled host as in maintenance',
      input: about(pool, hostSurveyed(pool, 2, { inMaintenance: true })),
      severity: 'failure',
      about: 'xs-2',
      acceptable: false,
      saying: 'XenCenter',
    },
  ],
  'media-reachable': [
    {
      when: 'the host reads another medium there',
      input: about(pool, pluginSaying(pool, 1, { getVersion: said('{"platform-version": "3.2.1"}') })),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: '3.2.1',
    },
  ],
  'upgrade-path': [
    {
      when: 'the installer compares products and the host is too old',
      input: () => beforeRun({ medium: byProduct('9.0.0') }),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: '9.0.0',
    },
    {
      when: 'the installer compares products and the host is new enough',
      input: () => beforeRun({ medium: byProduct('5.6.0') }),
      severity: 'pass',
      about: 'xs-1',
    },
  ],
  evacuable: [
    {
      when: 'a guest has a disk on its host',
      input: () => beforeRun(blockedBy('VM_REQUIRES_SR', 'vm-1a-uuid', 'sr-local-1')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'no other host has',
    },
    {
      when: 'a guest uses shared storage that is detached elsewhere',
      input: () => beforeRun(blockedBy('VM_REQUIRES_SR', 'vm-1a-uuid', 'sr-shared')),
      severity: 'failure',
      about: 'vm-1a',
      acceptable: true,
      saying: 'detached on some other host',
    },
  ],
};

function byProduct(minimumProduct: string): Medium {
  return { ...medium83, release: { id: 'x', name: 'X', minimumPlatform: null, minimumProduct } };
}
