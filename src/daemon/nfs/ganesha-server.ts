/** NFS-Ganesha as a process of ours: started, taken over from a keeper that died, told to read its file again, ended. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ganeshaForm } from '../../servers/nfs/next-file.js';
import { systemClock } from '../../shared/clock.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { waitUntil } from '../../shared/wait-until.js';
import { complaints, initialised, readStruckOut, rereadDone } from './ganesha-log.js';
import type { NfsServer } from './nfs-server.js';
import { programPath } from './program-path.js';

const startDeadline = 20_000;
const reloadDeadline = 10_000;
const stopDeadline = 10_000;
const every = 25;

export interface GaneshaServerOptions {
  /** Ours alone: configuration, log, process number and what it remembers of its clients. */
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  readonly version3: boolean;
}

export class GaneshaServer implements NfsServer {
  readonly file: string;
  readonly form;
  readonly log: string;
  readonly #pidFile: string;

  constructor(private readonly options: GaneshaServerOptions) {
    const { folder, address, port, version3 } = options;
    this.file = join(folder, 'ganesha.conf');
    this.log = join(folder, 'ganesha.log');
    this.#pidFile = join(folder, 'ganesha.pid');
    this.form = ganeshaForm({ address, port, version3, recoveryFolder: join(folder, 'clients') });
  }

  /** Undefined when none of ours runs. The number alone proves nothing: it may belong to another program by now. */
  get pid(): number | undefined {
    try {
      const pid = Number(readFileSync(this.#pidFile, 'utf8'));
      const [state = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').slice(1);
      const isOurs = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(this.file);
      return isOurs && !state.startsWith('Z') ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  isAlive(): boolean {
    return this.pid !== undefined;
  }

  /** One that runs already has the exports from before, and hosts may be reading from it: it is told of the file. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.isAlive()) {
      await this.reload();
      return;
    }
    await makeFolderDurably(join(this.options.folder, 'clients'), 0o700);
    if (existsSync(this.log)) renameSync(this.log, `${this.log}.before`);
    // A group of its own: it must outlive its keeper, since hosts may be reading from it.
    const child = spawn(
      programPath('ganesha.nfsd') ?? 'ganesha.nfsd',
      ['-F', '-f', this.file, '-L', this.log, '-p', this.#pidFile],
      {
        detached: true,
        stdio: 'ignore',
      },
    );
    let ended: string | undefined;
    child.once('error', (error) => (ended = error.message));
    child.once('exit', (code, by) => (ended = `it ended with ${by ?? `exit code ${code ?? 0}`}`));
    child.unref();
    try {
      await this.#waitFor(initialised, 0, startDeadline, () => ended, signal);
    } catch (cause) {
      if (ended === undefined) child.kill('SIGKILL');
      throw this.#failed(ended, await this.#readLog(), cause);
    }
  }

  async reload(): Promise<void> {
    const from = (await this.#readLog()).length;
    if (!this.#send('SIGHUP')) throw this.#refused('it is not running', undefined);
    try {
      await this.#waitFor(rereadDone, from, reloadDeadline, () => (this.isAlive() ? undefined : 'it ended'));
    } catch (cause) {
      throw this.#refused(`it did not read them within ${reloadDeadline / 1000} s`, cause);
    }
    const said = complaints((await this.#readLog()).slice(from));
    if (said.length > 0) throw this.#refused(said.slice(0, 3).join('; '), undefined);
  }

  async stop(): Promise<void> {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (!this.#send(signal)) return;
      await waitUntil(() => (this.isAlive() ? undefined : true), {
        ...{ clock: systemClock, deadline: stopDeadline, every, waitingFor: 'NFS-Ganesha to end' },
      }).catch((error: unknown) => {
        if (!(error instanceof DrydockError)) throw error;
      });
    }
  }

  /** False when there is none to send it to: it may end between a look and a signal. */
  #send(signal: 'SIGHUP' | 'SIGTERM' | 'SIGKILL'): boolean {
    const { pid } = this;
    try {
      return pid !== undefined && process.kill(pid, signal);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
      throw error;
    }
  }

  async #waitFor(
    text: string,
    from: number,
    deadline: number,
    ended: () => string | undefined,
    signal?: AbortSignal,
  ): Promise<void> {
    const probe = async (): Promise<true | undefined> => {
      if ((await this.#readLog()).includes(text, from)) return true;
      const why = ended();
      if (why !== undefined) throw new Error(why);
      return undefined;
    };
    const waitingFor = 'NFS-Ganesha';
    await waitUntil(probe, { clock: systemClock, deadline, every, waitingFor, ...(signal && { signal }) });
  }

  /** Its log is rotated at each start, and holds some lines for each change. */
  #readLog(): Promise<string> {
    return readStruckOut(this.log);
  }

  #failed(ended: string | undefined, log: string, cause: unknown): DrydockError {
    const [first] = complaints(log).slice(-1);
    return new DrydockError('NFS_SERVER_FAILED', {
      attempted: 'starting NFS-Ganesha',
      subject: this.log,
      found: [ended, first].filter((part) => part !== undefined).join('; ') || 'no answer in time',
      cause,
    });
  }

  #refused(found: string, cause: unknown): DrydockError {
    return new DrydockError('NFS_APPLY_FAILED', {
      attempted: 'exporting with NFS-Ganesha',
      subject: this.log,
      found,
      cause,
    });
  }
}
