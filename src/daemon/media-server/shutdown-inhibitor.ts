/**
 * Keeps the machine from being shut down while a host may be installing (logind's inhibitor locks,
 * org.freedesktop.login1(5)). The lock is held by `systemd-inhibit`, since Node speaks no D-Bus, around a program that
 * ends when we do: its standard input is a pipe from us.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { systemClock, type Clock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';

/** logind may have been restarted, or somebody has ended the program. */
const retryAfter = 30_000;

export class ShutdownInhibitor {
  #holder: ChildProcess | undefined;
  /** Aborted when it is not wanted any more. */
  #wanted: AbortController | undefined;
  #wasTold = false;
  #retries = false;

  /** @param program replaced by a test, and so is the clock */
  constructor(
    private readonly logger: Logger,
    private readonly program = 'systemd-inhibit',
    private readonly clock: Clock = systemClock,
  ) {}

  /** Held while any grant is armed. */
  armed(grants: readonly string[]): void {
    if (grants.length === 0) this.release();
    else this.#hold();
  }

  release(): void {
    this.#wanted?.abort();
    this.#wanted = undefined;
    this.#wasTold = false;
    this.#holder?.stdin?.end();
    this.#holder = undefined;
  }

  #hold(): void {
    this.#wanted ??= new AbortController();
    if (this.#holder !== undefined) return;
    const why = 'A host may be installing from this media server';
    const words = ['--what=shutdown', '--mode=block', '--who=Drydock', `--why=${why}`, 'cat'];
    // Detached: a Ctrl-C at the terminal that waits for the host must not take the lock away meanwhile.
    const holder = spawn(this.program, words, { stdio: ['pipe', 'ignore', 'pipe'], detached: true });
    this.#holder = holder;
    let said = '';
    holder.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    holder.stdin.on('error', () => undefined);
    holder.once('error', (error) => this.#lost(holder, error.message));
    holder.once('close', () => this.#lost(holder, said.trim()));
  }

  /** In a container there is no logind, and a user without a session needs a rule of polkit: serving goes on all the same. */
  #lost(holder: ChildProcess, found: string): void {
    if (this.#holder !== holder) return;
    this.#holder = undefined;
    if (this.#wanted === undefined) return;
    // Once: where there is no logind it would be said all night.
    if (!this.#wasTold) this.logger.warn({ found }, 'no shutdown inhibitor is held: do not shut this machine down');
    this.#wasTold = true;
    if (!this.#retries) void this.#retry(this.#wanted.signal);
  }

  async #retry(unwanted: AbortSignal): Promise<void> {
    this.#retries = true;
    await this.clock.sleep(retryAfter, unwanted).catch(() => undefined);
    this.#retries = false;
    if (!unwanted.aborted) this.#hold();
  }
}
