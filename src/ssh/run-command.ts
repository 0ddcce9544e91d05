/** Runs one command on an open connection within its bounds: time, bytes of output, and the caller's signal. */
import type { Client, ClientChannel } from 'ssh2';
import { abortReason, after, type Clock, type Milliseconds } from '../shared/clock.js';
import { describeCause, DrydockError } from '../shared/errors/drydock-error.js';
import { shellLine } from './shell-words.js';

export interface CommandBounds {
  readonly deadline: Milliseconds;
  /** Of standard output; of standard error the first few kilobytes are kept. */
  readonly maxBytes: number;
}

export interface CommandOutput {
  /** Null when it was ended by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const keptOfStderr = 4096;

/**
 * A connection on which a command has hung or flooded us is of no more use: the caller closes it.
 * @throws SSH_COMMAND_TIMED_OUT, SSH_OUTPUT_TOO_LONG, SSH_CONNECTION_LOST, the signal's reason
 */
export function runCommand(
  client: Client,
  words: readonly string[],
  input: string | undefined,
  bounds: CommandBounds,
  clock: Clock,
  signal: AbortSignal,
): Promise<CommandOutput> {
  const attempted = `running "${words[0] ?? ''}" on the host`;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    let open: ClientChannel | undefined;
    let isOver = false;
    const settle = (): void => {
      cancel();
      signal.removeEventListener('abort', onAbort);
      client.off('close', onLost);
    };
    const fail = (error: Error): void => {
      if (isOver) return;
      isOver = true;
      settle();
      open?.on('error', () => undefined);
      open?.close();
      reject(error);
    };
    const onAbort = (): void => fail(abortReason(signal));
    const onLost = (): void => fail(lost(attempted, 'the connection was closed'));
    const cancel = after(clock, bounds.deadline, () =>
      fail(
        new DrydockError('SSH_COMMAND_TIMED_OUT', { attempted, expected: `an end within ${bounds.deadline / 1000} s` }),
      ),
    );
    signal.addEventListener('abort', onAbort, { once: true });
    client.once('close', onLost);
    const begin = (error: Error | undefined, channel: ClientChannel): void => {
      if (error !== undefined) {
        fail(lost(attempted, describeCause(error)));
        return;
      }
      open = channel;
      const output = new Output();
      channel.on('data', (chunk: Buffer) => {
        if (isOver || output.take(chunk, bounds.maxBytes)) return;
        fail(new DrydockError('SSH_OUTPUT_TOO_LONG', { attempted, expected: `at most ${bounds.maxBytes} bytes` }));
      });
      channel.stderr.on('data', (chunk: Buffer) => output.complain(chunk));
      channel.on('exit', (code: number | null) => {
        output.exitCode = code;
        output.ended = true;
      });
      channel.on('error', (cause: Error) => fail(lost(attempted, describeCause(cause))));
      channel.on('close', () => {
        if (isOver) return;
        isOver = true;
        settle();
        if (output.ended) resolve(output.result());
        else reject(lost(attempted, 'the command ended without telling how'));
      });
      channel.end(input ?? '');
    };
    try {
      client.exec(shellLine(words), begin);
    } catch (error) {
      fail(error instanceof DrydockError ? error : lost(attempted, describeCause(error)));
    }
  });
}

class Output {
  exitCode: number | null = null;
  ended = false;
  readonly #out: Buffer[] = [];
  readonly #complaints: Buffer[] = [];
  #bytes = 0;
  #complained = 0;

  /** False when it is more than is taken. */
  take(chunk: Buffer, most: number): boolean {
    this.#bytes += chunk.length;
    if (this.#bytes > most) return false;
    this.#out.push(chunk);
    return true;
  }

  complain(chunk: Buffer): void {
    if (this.#complained >= keptOfStderr) return;
    this.#complained += chunk.length;
    this.#complaints.push(chunk);
  }

  result(): CommandOutput {
    const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
    return {
      exitCode: this.exitCode,
      stdout: text(this.#out),
      stderr: text(this.#complaints).slice(0, keptOfStderr),
    };
  }
}

function lost(attempted: string, found: string): DrydockError {
  return new DrydockError('SSH_CONNECTION_LOST', { attempted, found });
}
