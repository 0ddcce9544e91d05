/**
 * Keeps the machine from being shut down while a host may be installing (logind's inhibitor locks,
 * org.freedesktop.login1(5)). The lock is held by `systemd-inhibit`, since Node speaks no D-Bus, around a program that
 * ends when we do: its standard input is a pipe from us.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Logger } from '../../shared/logger.js';

export class ShutdownInhibitor {
  #holder: ChildProcess | undefined;
  #wanted = false;

  /** @param program replaced by a test */
  constructor(
    private readonly logger: Logger,
    private readonly program = 'systemd-inhibit',
  ) {}

  /** Held while any grant is armed. */
  armed(grants: readonly string[]): void {
    if (grants.length === 0) this.release();
    else this.#hold();
  }

  release(): void {
    this.#wanted = false;
    this.#holder?.stdin?.end();
    this.#holder = undefined;
  }

  #hold(): void {
    this.#wanted = true;
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
    if (this.#wanted) this.logger.warn({ found }, 'no shutdown inhibitor is held: do not shut this machine down');
  }
}
