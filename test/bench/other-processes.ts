/** What other processes are and hold at present, as Linux tells it in /proc. */
import { readdir, readFile } from 'node:fs/promises';

/** Bytes of memory that the process has now. */
export async function residentBytes(process: number): Promise<number> {
  const status = await readFile(`/proc/${process}/status`, 'latin1');
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}

/** A process and its children. */
export async function withChildren(process: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${process}/task`);
  const children = await Promise.all(
    threads.map((thread) => readFile(`/proc/${process}/task/${thread}/children`, 'latin1')),
  );
  return [process, ...children.join(' ').split(/\s+/).filter(Boolean).map(Number)];
}
