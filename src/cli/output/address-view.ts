/** What a person needs to know when the servers run: the addresses that hosts are given. */
import { endpointUrl } from '../../contract/endpoint-url.js';
import type { Endpoint } from '../../contract/media-server.js';
import type { SettingDifference } from '../../daemon/serve/started-with.js';
import type { ServeState } from '../../daemon/serve/start-both.js';

export interface ServedMedia {
  readonly media: readonly string[];
  readonly plainPath: boolean;
}

export function addressLines(state: ServeState, served: ServedMedia): string[] {
  const { mediaServer, controller } = state;
  const note = (started: boolean): string => (started ? 'started' : 'was running already');
  return [
    `media server (pid ${mediaServer.pid}) ${note(mediaServer.started)}`,
    ...mediaServer.endpoints.flatMap((endpoint) => endpointLines(endpoint, served)),
    ...differenceLines('media server', mediaServer.differs),
    ...nfsLines(state),
    `controller (pid ${controller.pid}) ${note(controller.started)}${controller.openRuns.length === 0 ? '' : `; open runs: ${controller.openRuns.join(', ')}`}`,
    ...differenceLines('controller', controller.differs),
    ...(state.dashboard === null ? [] : [`dashboard: ${state.dashboard} (sign in with: drydock dashboard)`]),
    ...loopbackNote(mediaServer.endpoints),
  ];
}

function differenceLines(which: string, differs: readonly SettingDifference[]): string[] {
  if (differs.length === 0) return [];
  return [
    `  the ${which} goes on with other settings than are configured now; these count after \`drydock stop\` and \`drydock serve\`:`,
    ...differs.map(
      ({ setting, running, configured }) => `    ${setting}: ${running} runs, ${configured} is configured`,
    ),
  ];
}

function endpointLines(endpoint: Endpoint, { media, plainPath }: ServedMedia): string[] {
  const base = endpointUrl(endpoint);
  // Who may mount which medium is a matter of the configuration: `nfs status` tells.
  if (endpoint.protocol === 'nfs') return [`  ${base} (who may mount what: drydock nfs status)`];
  if (!plainPath) return [`  ${base} (each host of a run gets an address of its own)`];
  if (media.length === 0) return [`  ${base}media/ (no media yet; import one with: drydock media import)`];
  return media.map((id) => `  ${base}media/${id}/`);
}

function nfsLines({ nfs }: ServeState): string[] {
  if (nfs === null) return [];
  if (nfs.problems.length === 0) return ['  over NFS nothing of what hosts read can be seen: no progress is shown'];
  return nfs.problems.flatMap(({ message, remedy }) => [`  NFS is not served: ${message}`, `    ${remedy}`]);
}

function loopbackNote(endpoints: readonly Endpoint[]): string[] {
  if (endpoints.some(({ address }) => !address.startsWith('127.'))) return [];
  return [
    'only this machine can reach these addresses; servers.http in the configuration file says where else to listen',
  ];
}
