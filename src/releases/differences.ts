/**
 * What an upgrade may leave different from before, as data: each rule names what, between which releases, why, and its source.
 * A difference that no rule explains is told as a warning.
 */
import { compareVersions } from './versions.js';

/** Versions of a host before and of the medium; null where unknown. */
export interface UpgradeStep {
  readonly fromPlatform: string | null;
  readonly toPlatform: string | null;
  readonly fromBrand: string | null;
  readonly toBrand: string | null;
}

export interface DifferenceRule {
  /** `host.packs`: the kind of thing and its fact. */
  readonly about: string;
  readonly why: string;
  readonly source: string;
  /** Absent: in every upgrade. */
  readonly only?: (step: UpgradeStep, before: string, now: string) => boolean;
}

/** Platform of 8.2, from which on several old features are gone. */
const platformOf82 = '3.2.0';

const reaches = (platform: string) => (step: UpgradeStep) => compareVersions(step.toPlatform ?? '0', platform) >= 0;

/** Every word of `now` stood in `before`: something went, nothing came. */
const onlyLost = (_step: UpgradeStep, before: string, now: string): boolean => {
  const was = new Set(before.split(' '));
  return now === '' || now.split(' ').every((word) => was.has(word));
};

export const differenceRules: readonly DifferenceRule[] = [
  {
    about: 'host.packs',
    why: 'an installation from media keeps no pack that is not on the medium',
    source: 'media-and-clients.md 3',
    only: onlyLost,
  },
  {
    about: 'host.updates',
    why: 'updates of the old release are part of the new one, or do not fit it',
    source: 'xapi.md 2.9',
    only: onlyLost,
  },
  {
    about: 'host.edition',
    why: 'the licence is judged anew by another product line, whose editions have other names',
    source: 'xapi.md 2.9',
    only: ({ fromBrand, toBrand }) => fromBrand !== toBrand,
  },
  {
    about: 'host.features',
    why: 'the new release has other features to restrict, and judges the licence anew',
    source: 'xapi.md 2.9',
  },
  {
    about: 'pool.features',
    why: 'the new release has other features to restrict, and judges the licence anew',
    source: 'xapi.md 2.9',
  },
  {
    about: 'host.controlDomainMemory',
    why: 'the installer gives the control domain the default of the new release',
    source: 'xapi.md 2.9',
  },
  {
    about: 'host.cpuFeatures',
    why: 'a new hypervisor shows guests other features of the same processor',
    source: 'xapi.md 2.9 (CTX231947)',
  },
  {
    about: 'host.oldProtocols',
    why: 'releases from 8.2 on have no old security protocols',
    source: 'xencenter-rpu.md 2.1',
    only: (step, before, now) => reaches(platformOf82)(step) && before === 'yes' && now === 'no',
  },
  {
    about: 'host.powerOn',
    why: 'releases from 8.2 on cannot switch a host on through iLO',
    source: 'xencenter-rpu.md 2.1',
    only: (step, before) => reaches(platformOf82)(step) && before === 'iLO',
  },
  {
    about: 'vm.toolsUpToDate',
    why: 'the new release brings newer guest tools',
    source: 'xencenter-rpu.md 6.2',
    only: (_step, before, now) => before === 'yes' && now === 'no',
  },
];

/** The rule that explains a difference; undefined where none does. */
export function explainDifference(
  about: string,
  step: UpgradeStep,
  before: string,
  now: string,
): DifferenceRule | undefined {
  return differenceRules.find((rule) => rule.about === about && (rule.only?.(step, before, now) ?? true));
}
