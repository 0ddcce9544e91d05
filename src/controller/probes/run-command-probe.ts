/** A probe that is a command: its arguments as they stand, an environment of its own, its output bounded, killed when it is late. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Probe, ProbeContext, ProbeResult } from './probe.js';
import { shownOutput } from './shown-output.js';

type CommandProbe = Extract<Probe, { kind: 'command' }>;

/** Bytes that are kept of what it prints, its end; the rest is read and dropped, so that it never waits for us. */
const keptOutput = 16_384;

/** A program that a shell could not run, or that a signal ended, gives one of these at least. */
const notRun = 126;

/** @throws when it cannot be started, and the signal's reason when that comes first; nothing of it is left running then */
export async function runCommandProbe(
  probe: CommandProbe,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const [program = '', ...args] = probe.command;
  // Nothing of our own environment: it may hold the passwords of pools.
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C', ...told(context) };
  const child = spawn(program, args, {
    env,
    cwd: '/',
    shell: false,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const killAll = (): void => kill(child);
  signal.addEventListener('abort', killAll, { once: true });
  try {
    const { code, by } = await ending(child);
    signal.throwIfAborted();
    return resultOf(probe.id, code, by, output());
  } finally {
    signal.removeEventListener('abort', killAll);
  }
}

function told({ phase, run, pool, host }: ProbeContext): Readonly<Record<string, string>> {
  return {
    DRYDOCK_PHASE: phase,
    DRYDOCK_RUN: run ?? '',
    DRYDOCK_POOL: pool.name,
    DRYDOCK_POOL_UUID: pool.uuid,
    DRYDOCK_HOST: host?.name ?? '',
    DRYDOCK_HOST_UUID: host?.uuid ?? '',
  };
}

function resultOf(id: string, code: number | null, by: string | null, output: string): ProbeResult {
  const said = shownOutput(output);
  const text = `it ended with ${by ?? `exit code ${code ?? 0}`}${said === '' ? '' : `: ${said}`}`;
  if (code === 0) return { id, outcome: 'passed', text };
  return { id, outcome: code === null || code >= notRun ? 'unknown' : 'failed', text };
}

function collect(child: ChildProcess): () => string {
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      kept = (kept + chunk).slice(-keptOutput);
    });
  }
  return () => kept;
}

function ending(child: ChildProcess): Promise<{ code: number | null; by: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // What it has started and left behind would keep the pipes open, and us waiting for the end of its output.
    child.once('exit', () => kill(child));
    child.once('close', (code, by) => resolve({ code, by }));
  });
}

/** With what it has started: it leads a group of its own. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
