/** Makes system calls of a running process fail for a while: strace attaches to it and answers in the kernel's place. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Undefined where strace is missing or may not attach; otherwise what ends it. */
export async function failCalls(pid: number, calls: string, error: string): Promise<(() => Promise<void>) | undefined> {
  const inject = `${calls}:error=${error}`;
  const words = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${inject}`, '-p', String(pid)];
  const child = spawn('strace', words, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const attached = new Promise<boolean>((resolve) => {
    ended.then(
      () => resolve(false),
      () => resolve(false),
    );
    setTimeout(() => resolve(true), 500);
  });
  if (!(await attached)) return undefined;
  return async () => {
    child.kill('SIGINT');
    await ended;
  };
}

/** Whether this machine lets one process do that to another. */
export async function callsCanFail(): Promise<boolean> {
  if (spawnSync('strace', ['-V']).status !== 0) return false;
  const child = spawn('sleep', ['30'], { stdio: 'ignore' });
  try {
    const end = await failCalls(child.pid ?? 0, 'fsync', 'EIO');
    await end?.();
    return end !== undefined;
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
