/**
 * The way into the hosts' control domains: what runs there is one of a closed list of commands. Over SSH in production, over the
 * simulator in rehearsals and tests; a pool without it is upgraded all the same.
 */
import type { HostCommand } from './host-command.js';

/** A host as the pool knows it. */
export interface ShellHost {
  readonly uuid: string;
  readonly name: string;
  readonly address: string;
}

export interface CommandResult {
  /** Null when it was ended by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShellSession {
  /** @throws SSH_… ; a command that ends with another code than 0 is a result, not an error */
  run(command: HostCommand, signal: AbortSignal): Promise<CommandResult>;
  close(): void;
}

export interface HostShell {
  /** Connects with the first command. */
  open(host: ShellHost): ShellSession;
}
