/** `drydock service media-server` as a real process behind a store written by hand: at a terminal, under a manager, as process 1. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import type { MediaServerControl } from '../../src/contract/media-server.js';
import { readProcessFile, type MediaServerProcesses } from '../../src/daemon/media-server/process-file.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { isRunning, testStore, type TestStore } from './servers-process.js';
import { treeinfoFiles } from './servers-media.js';

const program = fileURLToPath(new URL('../../bin/drydock.js', import.meta.url));

export class TestService {
  readonly #children: ChildProcess[] = [];
  readonly client: MediaServerControl;
  output = '';

  private constructor(readonly store: TestStore) {
    this.client = mediaServerClient({ socketPath: stateLayout(store.stateFolder).mediaServerSocket });
  }

  /** Nothing runs yet. The configured ports are those that hosts are told. */
  static async prepare(httpPort = 0, ftpPort = 0, largeSize = 2 * 1024 * 1024): Promise<TestService> {
    const store = await testStore(treeinfoFiles(largeSize));
    const listener = (port: number): string => `[{ address: 127.0.0.1, port: ${port}, advertise: 127.0.0.1 }]`;
    const text = `servers:\n  http: ${listener(httpPort)}\n  ftp: ${listener(ftpPort)}\n`;
    await writeFile(join(store.folder, 'drydock.yaml'), text);
    return new TestService(store);
  }

  /** The command that runs it. */
  get words(): readonly string[] {
    const { folder, stateFolder, mediaCache } = this.store;
    const flags = ['--config', join(folder, 'drydock.yaml'), '--state', stateFolder, '--media-cache', mediaCache];
    return [process.execPath, program, 'service', 'media-server', ...flags];
  }

  /** Runs a program that runs the service. */
  start(words: readonly string[] = this.words, environment: Readonly<Record<string, string>> = {}): ChildProcess {
    const [command = '', ...rest] = words;
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.#children.push(child);
    return child;
  }

  /** The processes, once there are some whose supervisor is another than `except`. */
  async processes(except?: number): Promise<MediaServerProcesses & { readonly worker: number }> {
    for (let tries = 0; tries < 1000; tries++) {
      const found = await readProcessFile(this.store.stateFolder);
      if (found !== undefined && found.worker !== null && found.supervisor !== except) {
        return { ...found, worker: found.worker };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the service did not come up:\n${this.output}`);
  }

  async says(text: string, deadline = 20_000): Promise<void> {
    const end = Date.now() + deadline;
    while (!this.output.includes(text)) {
      if (Date.now() > end) throw new Error(`"${text}" was not said:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends what was started here, and nothing else. */
  async remove(): Promise<void> {
    const processes = await readProcessFile(this.store.stateFolder);
    for (const child of this.#children) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    if (processes !== undefined && isRunning(processes.supervisor)) process.kill(processes.supervisor, 'SIGKILL');
    await this.store.remove();
  }
}

/** The exit code of a child that ends by itself; a signal's name otherwise. */
export async function exitOf(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode;
}
