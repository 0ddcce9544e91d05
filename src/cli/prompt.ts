/** Questions to the person at the terminal; where nobody sits at one, there is no answer. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** The answer without its line end; undefined when standard input is no terminal, or is ended (Ctrl-D). A hidden answer is not echoed. */
export async function askAtTerminal(
  question: string,
  hidden: boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  process.stderr.write(question);
  const echo = hidden ? silence() : process.stderr;
  const lines = createInterface({ input: process.stdin, output: echo, terminal: true });
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      lines.once('line', resolve);
      // Ctrl-D: nobody answers. Unheard, the process would end here without a word.
      lines.once('close', () => resolve(undefined));
      // readline takes Ctrl-C for itself while it reads.
      lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  } finally {
    lines.close();
    if (hidden) process.stderr.write('\n');
  }
}

function silence(): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
}
