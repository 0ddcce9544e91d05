/**
 * The media server of the benches: from the build, as a service, since that is what runs in earnest; under the loader of
 * the tests every function costs more.
 */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import type { Endpoint } from '../../src/contract/media-server.js';
import { readProcessFile } from '../../src/daemon/media-server/process-file.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { systemClock } from '../../src/shared/clock.js';
import { waitUntil } from '../../src/shared/wait-until.js';

const program = new URL('../../bin/drydock.js', import.meta.url).pathname;

export interface BuiltMediaServer {
  readonly endpoints: readonly Endpoint[];
  readonly supervisor: number;
  /** The one that serves. */
  readonly worker: number;
  /** Resolves when it has ended. */
  readonly stop: () => Promise<void>;
}

/**
 * @param protocols those that it listens for, each on a free port of loopback
 * @param limits of servers.limits, where those of a fresh installation are not what is measured
 */
export async function startBuiltMediaServer(
  folder: string,
  mediaCache: string,
  protocols: readonly ('http' | 'ftp')[],
  limits: Readonly<Record<string, number>> = {},
): Promise<BuiltMediaServer> {
  const state = join(folder, 'state');
  const listener = (protocol: 'http' | 'ftp'): object[] =>
    protocols.includes(protocol) ? [{ address: '127.0.0.1', port: 0 }] : [];
  const servers = { http: listener('http'), ftp: listener('ftp'), limits };
  const configuration = join(folder, 'drydock.yaml');
  // JSON is YAML.
  await writeFile(
    configuration,
    JSON.stringify({ state, media: { cache: mediaCache }, servers, log: { level: 'warn' } }),
  );
  const words = [program, 'service', 'media-server', '--config', configuration];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const client = mediaServerClient({ socketPath: stateLayout(state).mediaServerSocket });
  const waiting = { clock: systemClock, deadline: 20_000, every: 20 };
  const answer = (): Promise<readonly Endpoint[] | undefined> =>
    client.status().then(
      ({ endpoints }) => endpoints,
      () => undefined,
    );
  const endpoints = await waitUntil(answer, { ...waiting, waitingFor: 'the media server to answer' });
  const processes = async (): Promise<{ supervisor: number; worker: number } | undefined> => {
    const { supervisor, worker } = (await readProcessFile(state)) ?? {};
    return supervisor === undefined || worker === undefined || worker === null ? undefined : { supervisor, worker };
  };
  const { supervisor, worker } = await waitUntil(processes, { ...waiting, waitingFor: 'the serving process' });
  const stop = async (): Promise<void> => {
    await client.stop();
    await ended;
  };
  return { endpoints, supervisor, worker, stop };
}
