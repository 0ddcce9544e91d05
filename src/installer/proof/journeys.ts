/** What a host asks for on its way through an upgrade, cut where its address changes what it shows. */
import type { HostPluginGeneration } from '../../releases/release-facts.js';
import { Asking } from '../asking.js';
import type { ClientScript } from '../client-script.js';
import type { FailureDetails } from '../install-verdict.js';
import { pluginMain, pluginTestUrl, type PluginVerdict } from '../plugin.js';
import { unattendedInstall, type InstallerRelease } from '../unattended-install.js';

/** The stages of a grant: for `testUrl`, for `main`, and for the installer that the host reboots into. */
export const journeyStages = ['probe', 'staging', 'install'] as const;

export type JourneyStage = (typeof journeyStages)[number];

export interface JourneyPart {
  readonly stage: JourneyStage;
  /** Ends with what the client would say against the medium, or with nothing. */
  readonly script: () => ClientScript<string | undefined>;
}

/** The plugin of a running host, before anything is touched. */
export function hostJourney(generation: HostPluginGeneration, hostPlatformVersion: string): readonly JourneyPart[] {
  const run = { generation, hostPlatformVersion };
  return [
    { stage: 'probe', script: () => refusal('testUrl', pluginTestUrl(run)) },
    { stage: 'staging', script: () => refusal('main', pluginMain(run)) },
  ];
}

function* refusal(called: string, script: ClientScript<PluginVerdict>): ClientScript<string | undefined> {
  const verdict = yield* script;
  return verdict.ok ? undefined : `${called} answers ${verdict.code}`;
}

/** The installer on the medium, from its first look to its last package. */
export function installerJourney(release: InstallerRelease): readonly JourneyPart[] {
  return [{ stage: 'install', script: () => installation(release) }];
}

function* installation(release: InstallerRelease): ClientScript<string | undefined> {
  const verdict = yield* unattendedInstall({ release });
  return verdict.outcome === 'installed' ? undefined : `the installer ends with ${details(verdict)}`;
}

function details({ reason, missing }: FailureDetails): string {
  return missing === undefined ? reason : `${reason}: ${missing}`;
}

/** Every file of the medium, read whole by the package manager of the newest installers. */
export function everyFile(paths: readonly string[]): readonly JourneyPart[] {
  return [{ stage: 'install', script: () => readAll(paths) }];
}

function* readAll(paths: readonly string[]): ClientScript<string | undefined> {
  const asking = new Asking('package-manager', 'packages');
  for (const path of paths) yield* asking.read(path);
  return undefined;
}
