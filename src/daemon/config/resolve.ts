/** Which settings hold: flags win over environment, environment over file, file over defaults. */
import { dirname, resolve } from 'node:path';
import { loadSettings } from './load.js';
import { settingsSchema, type Settings } from './schema.js';

/** What the command line may set; undefined where it does not. */
export interface SettingFlags {
  readonly config?: string | undefined;
  readonly mediaCache?: string | undefined;
  readonly state?: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings whose folders are absolute, and the file they came from. */
export interface ResolvedSettings extends Settings {
  readonly file: string | null;
}

/**
 * Paths in flags and environment count from the working folder, paths in the file from the folder of the file.
 * @throws CONFIG_UNREADABLE, CONFIG_INVALID
 */
export async function resolveSettings(
  flags: SettingFlags,
  environment: Environment,
  workingFolder: string,
): Promise<ResolvedSettings> {
  const file = flags.config ?? given(environment['DRYDOCK_CONFIG']);
  const path = file === undefined ? null : resolve(workingFolder, file);
  const settings = path === null ? serviceDefaults(environment) : await loadSettings(path);
  const base = path === null ? workingFolder : dirname(path);
  const mediaCache = flags.mediaCache ?? given(environment['DRYDOCK_MEDIA_CACHE']);
  const state = flags.state ?? given(environment['DRYDOCK_STATE']);
  return {
    ...settings,
    media: {
      ...settings.media,
      cache: mediaCache === undefined ? resolve(base, settings.media.cache) : resolve(workingFolder, mediaCache),
    },
    state: state === undefined ? resolve(base, settings.state) : resolve(workingFolder, state),
    servers: resolvedServers(settings.servers, base),
    dashboard: resolvedDashboard(settings.dashboard, base),
    notify: resolvedNotify(settings.notify, base),
    postgres: resolvedFiles(settings.postgres, ['passwordFile', 'ca'], base),
    controllers: resolvedFiles(settings.controllers, ['mediaServerSocket'], base),
    file: path,
  };
}

function resolvedDashboard(dashboard: Settings['dashboard'], base: string): Settings['dashboard'] {
  const { tls, imports } = dashboard;
  return {
    ...dashboard,
    tls: resolvedTls(tls, base),
    imports: { ...imports, folders: imports.folders.map((folder) => resolve(base, folder)) },
  };
}

function resolvedTls({ certificate, key }: Settings['dashboard']['tls'], base: string): Settings['dashboard']['tls'] {
  return {
    ...(certificate === undefined ? {} : { certificate: resolve(base, certificate) }),
    ...(key === undefined ? {} : { key: resolve(base, key) }),
  };
}

/** The files that guards name count from the folder of the file as well. */
function resolvedServers(servers: Settings['servers'], base: string): Settings['servers'] {
  const users = servers.access.users.map((user) =>
    user.passwordFile === undefined ? user : { ...user, passwordFile: resolve(base, user.passwordFile) },
  );
  return {
    ...servers,
    tls: resolvedTls(servers.tls, base),
    access: { ...servers.access, users },
  };
}

/** Whatever a channel names as a file. */
function resolvedNotify(notify: Settings['notify'], base: string): Settings['notify'] {
  const files = ['urlFile', 'secretFile', 'passwordFile', 'file', 'ca'];
  const resolved = <T extends object>(channel: T): T => resolvedFiles(channel, files, base);
  return {
    ...notify,
    webhooks: notify.webhooks.map(resolved),
    mail: notify.mail.map(resolved),
    heartbeats: notify.heartbeats.map(resolved),
  };
}

function resolvedFiles<T extends object>(settings: T, files: readonly string[], base: string): T {
  return {
    ...settings,
    ...Object.fromEntries(
      Object.entries(settings)
        .filter((entry): entry is [string, string] => files.includes(entry[0]) && typeof entry[1] === 'string')
        .map(([key, path]) => [key, resolve(base, path)]),
    ),
  };
}

/** systemd names the service's own folder (`StateDirectory=drydock`) in STATE_DIRECTORY: /var/lib/drydock. */
function serviceDefaults(environment: Environment): Settings {
  const folder = given(environment['STATE_DIRECTORY']);
  if (folder === undefined) return settingsSchema.parse({});
  return settingsSchema.parse({ media: { cache: `${folder}/media` }, state: `${folder}/state` });
}

/** An empty variable counts as one that is not set. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
