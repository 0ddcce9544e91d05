/** How the output of a command is taken: what counts as an answer, and what as "the host does not tell". */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { CommandResult, ShellSession } from './host-shell.js';
import type { HostCommand } from './host-command.js';

/** One host's session with the signal of whoever asks. */
export class Asker {
  constructor(
    readonly session: ShellSession,
    readonly signal: AbortSignal,
  ) {}

  run(command: HostCommand): Promise<CommandResult> {
    return this.session.run(command, this.signal);
  }

  /** Its standard output. @throws SSH_COMMAND_FAILED when it ends with another code than 0 */
  async text(command: HostCommand): Promise<string> {
    const result = await this.run(command);
    if (result.exitCode === 0) return result.stdout;
    throw new DrydockError('SSH_COMMAND_FAILED', {
      attempted: `running "${command.words.slice(0, 3).join(' ')}" on the host`,
      found: complaintOf(result),
    });
  }

  /** The same, or undefined where what it asks about is not there. @throws SSH_COMMAND_FAILED when it may not be read */
  async textIfThere(command: HostCommand): Promise<string | undefined> {
    const result = await this.run(command);
    if (result.exitCode === 0) return result.stdout;
    if (/no such file|not found|cannot access/i.test(result.stderr) && !/denied/i.test(result.stderr)) return undefined;
    throw new DrydockError('SSH_COMMAND_FAILED', {
      attempted: `running "${command.words.slice(0, 3).join(' ')}" on the host`,
      found: complaintOf(result),
    });
  }
}

/** The last line that it complained with, and its code. */
export function complaintOf({ exitCode, stderr }: CommandResult): string {
  const line = stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
  const end = exitCode === null ? 'it was killed' : `exit code ${exitCode}`;
  return line === '' ? end : `${line} (${end})`;
}

export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
