/** The built command line as a real process: what it writes, and how it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/drydock.js', import.meta.url));

export class CliProcess {
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;
  readonly #ended: Promise<unknown>;

  /** @param words what starts the program: the built one of this folder, or an installed one */
  constructor(
    argv: readonly string[],
    workingFolder: string,
    environment: Readonly<Record<string, string>> = {},
    words: readonly string[] = [process.execPath, program],
  ) {
    // What the shell of a developer says about Drydock must not reach a test.
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DRYDOCK_')));
    const [command = '', ...first] = words;
    this.child = spawn(command, [...first, ...argv], {
      cwd: workingFolder,
      env: { ...inherited, ...environment },
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.#ended = once(this.child, 'close');
  }

  /** Waits until the text stands in what was written. */
  async says(text: string, deadline = 20_000): Promise<void> {
    const end = Date.now() + deadline;
    while (!`${this.stdout}${this.stderr}`.includes(text)) {
      if (Date.now() > end) throw new Error(`"${text}" was not said:\n${this.stdout}\n${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async exitCode(): Promise<number | null> {
    await this.#ended;
    return this.child.exitCode;
  }
}

/** Does this process live? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function untilDead(pid: number, deadline = 10_000): Promise<void> {
  const end = Date.now() + deadline;
  while (isAlive(pid)) {
    if (Date.now() > end) throw new Error(`process ${pid} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
