/** Installations that stop before the disk is touched, or after it (media-and-clients.md 2.4, 3.1, 3.2). */
import { z } from 'zod';
import type { PlaceFault, StepFault } from '../definition.js';
import { atPlace, atStep, duration, text } from '../parameters.js';

const request = { path: text.optional(), phase: text.optional() };
const fetch = atPlace(request);
const hangs = atPlace({ ...request, lasts: duration.optional() });

/** What an installer refuses to upgrade (media-and-clients.md 3.2). */
export const installerRefusals = [
  'first-boot-unfinished',
  'legacy-boot',
  'multipath-mismatch',
  'version-out-of-range',
  'weak-certificate-key',
  'dos-partition-table',
  'installation-not-found',
  'old-partition-layout',
  'answerfile-unreadable',
] as const;

/** What breaks an installation once the disk is formatted. */
export const installerBreakages = ['no-main-repository', 'signature', 'disk-full', 'power'] as const;

const refuses = atPlace({
  reason: z.enum(installerRefusals, `must be one of ${installerRefusals.join(', ')}`).default('old-partition-layout'),
});
const breaks = atPlace({
  reason: z.enum(installerBreakages, `must be one of ${installerBreakages.join(', ')}`).default('no-main-repository'),
});
const plain = atPlace({});
const step = atStep({});

export const installerFetchFails: PlaceFault<typeof fetch> = {
  area: 'Installation',
  strikes: 'place',
  place: 'at each request of the installer',
  summary:
    'a request of the installer gets no answer; `path` narrows it to paths that contain this text, `phase` to look-up or packages',
  parameters: fetch,
  example: 'installer-fetch-fails host=member-1 phase=packages path=xapi-core nth=every',
};

export const installerHangs: PlaceFault<typeof hangs> = {
  area: 'Installation',
  strikes: 'place',
  place: 'at each request of the installer',
  summary:
    'the installer sits there at a request, for ever or for as long as it `lasts`; narrowed by `path` and `phase`',
  parameters: hangs,
  example: 'installer-hangs host=coordinator phase=look-up',
};

export const installerRefuses: PlaceFault<typeof refuses> = {
  area: 'Installation',
  strikes: 'place',
  place: 'when a staged installer starts',
  summary: `the installer refuses the host and its old system boots; \`reason\` is one of ${installerRefusals.join(', ')}`,
  parameters: refuses,
  example: 'installer-refuses host=member-1 reason=legacy-boot',
};

export const installerHasNoNetwork: PlaceFault<typeof plain> = {
  area: 'Installation',
  strikes: 'place',
  place: 'when a staged installer starts',
  summary: 'the installer gets no network, reaches no media, and the old system boots',
  parameters: plain,
  example: 'installer-has-no-network host=member-2',
};

export const installerBreaksAfterFormat: PlaceFault<typeof breaks> = {
  area: 'Installation',
  strikes: 'place',
  place: 'when the installer has formatted the disk',
  summary: `the installation breaks and the host is lost; \`reason\` is one of ${installerBreakages.join(', ')}`,
  parameters: breaks,
  example: 'installer-breaks-after-format host=member-1 reason=signature',
};

export const bootEntryLost: StepFault<typeof step> = {
  area: 'Installation',
  strikes: 'step',
  at: 'host-down',
  summary: 'the boot loader does not take the entry that was staged: the host boots as it was, and no installer starts',
  parameters: step,
  example: 'boot-entry-lost host=coordinator',
  happen: ({ hosts }) => {
    for (const host of hosts) host.staged = null;
    return undefined;
  },
};
