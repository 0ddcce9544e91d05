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
  | `REPO_SERVER_ERROR_${number}`;

export type PluginVerdict =
  ({ readonly ok: true } & RepositoryVersions) | { readonly ok: false; readonly code: PluginErrorCode };

export interface PluginRun {
  readonly generation: HostPluginGeneration;
  /** Platform version of the host: a medium below it is refused, an equal one is not. */
  readonly hostPlatformVersion: string;
}

interface PluginHabits {
  readonly library: HostLibraryGeneration;
  readonly bootFiles: readonly string[];
  /** Reads the version once more after the download (from 2013-10). */
  readonly looksAgainAfterDownload: boolean;
  /** Tells server errors apart instead of saying INVALID_URL. */
  readonly namesServerErrors: boolean;
}

const bootFiles2011 = ['install.img', 'boot/vmlinuz', 'boot/xen.gz'];
const bootFiles2013 = [...bootFiles2011, 'boot/isolinux/isolinux.cfg'];

const habits: Readonly<Record<HostPluginGeneration, PluginHabits>> = {
  '2012-06': { library: '2012-06', bootFiles: bootFiles2011, looksAgainAfterDownload: false, namesServerErrors: false },
  '2013-10': { library: '1.9.0', bootFiles: bootFiles2013, looksAgainAfterDownload: true, namesServerErrors: false },
  '2016-05': { library: '2016-05', bootFiles: bootFiles2013, looksAgainAfterDownload: true, namesServerErrors: false },
  '2016-11': { library: '2.0.3', bootFiles: bootFiles2013, looksAgainAfterDownload: true, namesServerErrors: false },
  // The plugin's sources end with 2016-11. From here on its order is taken to be the same, on the recorded newer library.
  '2.3.5': { library: '2.3.5', bootFiles: bootFiles2013, looksAgainAfterDownload: true, namesServerErrors: true },
  '3.0.4': { library: '3.0.4', bootFiles: bootFiles2013, looksAgainAfterDownload: true, namesServerErrors: true },
};

export function hostLibraryOf(generation: HostPluginGeneration): HostLibraryGeneration {
  return habits[generation].library;
}

/** `testUrl`: are the boot files there, is there a repository, and is it no older than this host? */
export function* pluginTestUrl(run: PluginRun): ClientScript<PluginVerdict> {
  return yield* testMedia(run, new Asking('plugin', 'test-url'));
}

/** `main`: tests once more, then downloads the boot files. Any refusal by the test becomes INVALID_URL, the version's too. */
export function* pluginMain(run: PluginRun): ClientScript<PluginVerdict> {
  const { bootFiles, looksAgainAfterDownload, library } = habits[run.generation];
  const asking = new Asking('plugin', 'stage');
  const tested = yield* testMedia(run, asking);
  if (!tested.ok) return tested.code === 'INVALID_VER' ? refuse('INVALID_URL') : tested;
  asking.newSession();
  for (const path of bootFiles) {
    if ((yield* asking.read(path)) === undefined) return refuse('ERROR_PREPARING_HOST');
  }
  if (!looksAgainAfterDownload) return tested;
  const again = yield* repositoryVersion(asking, hostLibraries[library]);
  return again === undefined ? refuse('ERROR_PREPARING_HOST') : { ok: true, ...again };
}

function* testMedia(run: PluginRun, asking: Asking): ScriptPart<PluginVerdict> {
  const { bootFiles, library } = habits[run.generation];
  let lastFound = false;
  // The loop overwrites its result: only the last file decides, and an earlier one that is missing fails in `main`.
  for (const path of bootFiles) lastFound = yield* asking.probe(path);
  if (!lastFound) return refuse(codeFor(run.generation, asking, 'NOT_FOUND'));
  const versions = yield* repositoryVersion(asking, hostLibraries[library]);
  if (versions === undefined) return refuse(codeFor(run.generation, asking, 'INVALID_URL'));
  if (compareVersions(versions.platformVersion, run.hostPlatformVersion) < 0) return refuse('INVALID_VER');
  return { ok: true, ...versions };
}

/** The code for the library's last error; which status becomes which code is deduced from the names (plugin 1.3 and later). */
function codeFor(generation: HostPluginGeneration, asking: Asking, whenNotFound: PluginErrorCode): PluginErrorCode {
  if (!habits[generation].namesServerErrors) return 'INVALID_URL';
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
