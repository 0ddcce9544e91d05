/** What the upgrade plugin of a running host asks for, and what it answers (media-and-clients.md 2.7, 3.1; traces plugin-*). */
import type { HostPluginGeneration } from '../releases/release-facts.js';
import { compareVersions } from '../releases/versions.js';
import { Asking, type ScriptPart } from './asking.js';
import type { ClientScript } from './client-script.js';
import {
  hostLibraries,
  repositoryVersion,
  type HostLibraryGeneration,
  type RepositoryVersions,
} from './host-library.js';
import { pluginHabits, type PluginHabits } from './plugin-habits.js';

/** The codes of the plugin, element 3 of XENAPI_PLUGIN_FAILURE. */
export type PluginErrorCode =
  | 'INVALID_URL'
  | 'INVALID_VER'
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'UNAUTH_URL'
  | 'PROXY_AUTH_FAILURE'
  | 'TIMEOUT'
  | 'ERROR_PREPARING_HOST'
  | typeof versionlessCrash
  | `REPO_SERVER_ERROR_${number}`;

/**
 * What an AttributeError says that nobody catches: plugins of 2013 to 2016 compare the version of their second look, and
 * there is none when the library finds no repository any more (prepare_host_upgrade.py, gen_answerfile).
 */
export const versionlessCrash = "'NoneType' object has no attribute 'ver'";

/** The Python class of what is raised: element 2 of XENAPI_PLUGIN_FAILURE. */
export function exceptionClassOf(code: string): 'Exception' | 'AttributeError' {
  return code === versionlessCrash ? 'AttributeError' : 'Exception';
}

export type PluginVerdict =
  ({ readonly ok: true } & RepositoryVersions) | { readonly ok: false; readonly code: PluginErrorCode };

export interface PluginRun {
  readonly generation: HostPluginGeneration;
  /** Platform version of the host: a medium below it is refused, an equal one is not. */
  readonly hostPlatformVersion: string;
}

export function hostLibraryOf(generation: HostPluginGeneration): HostLibraryGeneration {
  return pluginHabits[generation].library;
}

/** `testUrl`: are the boot files there, is there a repository, and is it no older than this host? */
export function* pluginTestUrl(run: PluginRun): ClientScript<PluginVerdict> {
  return yield* testMedia(run, new Asking('plugin', 'test-url'));
}

/** `main`: tests once more, then downloads the boot files. Any refusal by the test becomes INVALID_URL, the version's too. */
export function* pluginMain(run: PluginRun): ClientScript<PluginVerdict> {
  const habits = pluginHabits[run.generation];
  const { bootFiles, readByMain, secondLook, library } = habits;
  const asking = new Asking('plugin', 'stage');
  const tested = yield* testMedia(run, asking);
  if (!tested.ok) return tested.code === 'INVALID_VER' ? refuse('INVALID_URL') : tested;
  asking.newSession();
  for (const path of [...bootFiles, ...readByMain]) {
    if (!(yield* readBootFile(asking, path, habits))) return refuse('ERROR_PREPARING_HOST');
  }
  if (secondLook === 'none') return tested;
  const again = yield* repositoryVersion(asking, hostLibraries[library]);
  if (again !== undefined) return { ok: true, ...again };
  return refuse(secondLook === 'crashes' ? versionlessCrash : 'ERROR_PREPARING_HOST');
}

function* readBootFile(asking: Asking, path: string, { substitutes }: PluginHabits): ScriptPart<boolean> {
  if ((yield* asking.read(path)) !== undefined) return true;
  const other = substitutes[path];
  return other !== undefined && (yield* asking.read(other)) !== undefined;
}

function* probeBootFile(asking: Asking, path: string, { substitutes }: PluginHabits): ScriptPart<boolean> {
  if (yield* asking.probe(path)) return true;
  const other = substitutes[path];
  return other !== undefined && (yield* asking.probe(other));
}

function* testMedia(run: PluginRun, asking: Asking): ScriptPart<PluginVerdict> {
  const habits = pluginHabits[run.generation];
  const { bootFiles, library } = habits;
  let lastFound = false;
  // The loop overwrites its result: only the last file decides, and an earlier one that is missing fails in `main`.
  for (const path of bootFiles) lastFound = yield* probeBootFile(asking, path, habits);
  if (!lastFound) return refuse(codeFor(run.generation, asking, 'NOT_FOUND'));
  const versions = yield* repositoryVersion(asking, hostLibraries[library]);
  if (versions === undefined) return refuse(codeFor(run.generation, asking, 'INVALID_URL'));
  if (compareVersions(versions.platformVersion, run.hostPlatformVersion) < 0) return refuse('INVALID_VER');
  return { ok: true, ...versions };
}

/** The code for the library's last error; which status becomes which code is deduced from the names (plugin 1.3 and later). */
function codeFor(generation: HostPluginGeneration, asking: Asking, whenNotFound: PluginErrorCode): PluginErrorCode {
  if (!pluginHabits[generation].namesServerErrors) return 'INVALID_URL';
  const status = asking.lastStatus ?? 0;
  if (status >= 500 && status < 600 && status !== 550) return `REPO_SERVER_ERROR_${status}`;
  switch (status) {
    case 401:
      return 'UNAUTH_URL';
    case 403:
      return 'FORBIDDEN';
    // FTP answers 550 for a missing file.
    case 404:
    case 550:
      return whenNotFound;
    case 407:
      return 'PROXY_AUTH_FAILURE';
    case 408:
      return 'TIMEOUT';
    default:
      return 'INVALID_URL';
  }
}

function refuse(code: PluginErrorCode): PluginVerdict {
  return { ok: false, code };
}
