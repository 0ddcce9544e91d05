/** Reads what a host would boot next, and what lies in /boot/installer: before a check, after `main`, and around taking it out. */
import { Secret } from '../../shared/secret.js';
import { bootConfigFiles, findUpgradeEntry, type BootConfigFile, type BootEntry } from '../facts/system/boot-config.js';
import type { StagedInstaller } from '../facts/system/system-facts.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Asker } from './ask.js';
import { reading, type ReadFile } from './commands.js';

export interface BootState {
  readonly config: BootConfigFile;
  readonly text: string;
  /** Of the environment block; empty where there is none. */
  readonly environment: string;
  /** What the plugin kept of the configuration before it staged. */
  readonly saved: string | undefined;
  readonly entry: BootEntry | undefined;
  readonly hasFiles: boolean;
}

/** @throws SSH_… ; SSH_COMMAND_FAILED also where no known boot loader is configured */
export async function readBootState(ask: Asker): Promise<BootState> {
  const file = (path: ReadFile): Promise<string | undefined> => ask.textIfThere(reading.file.make(path));
  for (const config of bootConfigFiles) {
    const text = await file(config.path);
    if (text === undefined) continue;
    const environment = config.environment === null ? '' : ((await file(config.environment)) ?? '');
    const saved = await file(config.saved);
    const names = await ask.textIfThere(reading.installerFolder.make());
    const entry = findUpgradeEntry(config.loader, text, environment);
    return { config, text, environment, saved, entry, hasFiles: names !== undefined && names.trim() !== '' };
  }
  throw new DrydockError('SSH_COMMAND_FAILED', {
    attempted: 'reading the boot configuration',
    expected: bootConfigFiles.map(({ path }) => path).join(' or '),
    found: 'none of them',
  });
}

/** Null where nothing would boot, and nothing is left over either. */
export function stagedInstaller({ config, entry, hasFiles }: BootState): StagedInstaller | null {
  if (entry === undefined && !hasFiles) return null;
  return { file: config.path, boots: entry?.boots ?? 'never', hasFiles };
}

/** Names in /boot/installer, and the files of a medium that they are copies of. */
export const stagedFiles = { 'xen.gz': 'boot/xen.gz', vmlinuz: 'boot/vmlinuz', 'install.img': 'install.img' } as const;
export type StagedFile = keyof typeof stagedFiles;

/** sha256 by file; what the host cannot tell is left out. */
export async function readDigests(ask: Asker): Promise<ReadonlyMap<StagedFile, string>> {
  const { stdout } = await ask.run(reading.stagedDigests.make());
  const found = new Map<StagedFile, string>();
  for (const [, digest, name] of stdout.matchAll(/^([0-9a-f]{64}) [ *]\/boot\/installer\/(\S+)$/gm)) {
    const known = (Object.keys(stagedFiles) as StagedFile[]).find((candidate) => candidate === name);
    if (known !== undefined && digest !== undefined) found.set(known, digest);
  }
  return found;
}

/** The address in the staged answer file: it holds a token, so it is wrapped at once. undefined where it could not be found. */
export async function readSource(ask: Asker): Promise<Secret | undefined> {
  for (const look of [reading.stagedSource, reading.packedSource]) {
    const { stdout } = await ask.run(look.make());
    const url = /type="url">([^<]*)<\/source>/.exec(stdout)?.[1];
    if (url !== undefined) return new Secret(url.trim());
  }
  return undefined;
}
