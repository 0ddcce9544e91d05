/** Processor time of a server with all its processes, from /proc. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface ProcessTimes {
  readonly parent: number;
  /** Of itself and of the children that have ended, in ticks. */
  readonly ticks: number;
}

/** Seconds of user and system time of a process and of all its descendants, ended ones included. */
export function cpuSeconds(root: number): number {
  const processes = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    const times = /^\d+$/.test(name) ? timesOf(name) : undefined;
    if (times !== undefined) processes.set(Number(name), times);
  }
  let ticks = 0;
  const family = [root];
  for (let pid = family.pop(); pid !== undefined; pid = family.pop()) {
    ticks += processes.get(pid)?.ticks ?? 0;
    for (const [child, { parent }] of processes) if (parent === pid) family.push(child);
  }
  return ticks / ticksPerSecond;
}

function timesOf(pid: string): ProcessTimes | undefined {
  try {
    // The name in parentheses may hold blanks.
    const [, rest = ''] = /\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const fields = rest.split(' ').map(Number);
    return { parent: fields[1] ?? 0, ticks: fields.slice(11, 15).reduce((sum, value) => sum + value, 0) };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());
