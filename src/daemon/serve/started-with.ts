/**
 * What a running daemon was started with. It reads its configuration once, so a `serve` that finds it running and has
 * another configuration must say what does not count yet.
 */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileDurably } from '../../shared/durable-files.js';
import { parseJson } from '../../shared/json-text.js';
import type { Settings } from '../config/schema.js';
import { stateLayout } from '../state-layout.js';

export type Daemon = 'mediaServer' | 'controller';

export interface SettingDifference {
  /** As it is written in the configuration file: `servers.limits.rate`. */
  readonly setting: string;
  readonly running: string;
  readonly configured: string;
}

/** Each setting is told for one daemon alone, though both may read it. */
function settingsOf(daemon: Daemon, { servers, media, ...others }: Settings): object {
  return daemon === 'mediaServer' ? { servers, media: { cache: media.cache } } : { media, ...others };
}

/**
 * For the user of the daemons alone: addresses of webhooks are secrets. Where it cannot be written, as on a full disk, the
 * daemon starts all the same, and nothing is remembered.
 */
export async function rememberStart(daemon: Daemon, settings: Settings): Promise<void> {
  const path = stateLayout(settings.state).startedWith[daemon];
  await writeFileDurably(path, `${JSON.stringify(settingsOf(daemon, settings))}\n`, 0o600).catch(() =>
    rm(path, { force: true }).catch(() => undefined),
  );
}

/** None, too, where it is not known: a release up to 0.5.0 has started it. */
export async function differencesFromStart(daemon: Daemon, settings: Settings): Promise<SettingDifference[]> {
  const text = await readFile(stateLayout(settings.state).startedWith[daemon], 'utf8').catch(() => undefined);
  const running = text === undefined ? undefined : parseJson(text);
  return running === undefined ? [] : settingDifferences(running, asJson(settingsOf(daemon, settings)));
}

/** @param running as read from the file */
export function settingDifferences(running: unknown, configured: unknown, setting = ''): SettingDifference[] {
  if (JSON.stringify(running) === JSON.stringify(configured)) return [];
  const [before, after] = [sectionSchema.safeParse(running), sectionSchema.safeParse(configured)];
  if (!before.success || !after.success)
    return [{ setting, running: shown(setting, running), configured: shown(setting, configured) }];
  const names = new Set([...Object.keys(before.data), ...Object.keys(after.data)]);
  return [...names].flatMap((name) =>
    settingDifferences(before.data[name], after.data[name], setting === '' ? name : `${setting}.${name}`),
  );
}

const sectionSchema = z.record(z.string(), z.unknown());

const longest = 100;

function shown(setting: string, value: unknown): string {
  if (value === undefined) return 'not set';
  // Credentials are named in a configuration, but an address or a command may hold one.
  if (/^(notify|probes)\b|password|secret|token/i.test(setting)) return 'another one';
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function asJson(value: unknown): unknown {
  return parseJson(JSON.stringify(value));
}
