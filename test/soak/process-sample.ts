/** What a process holds at this moment, from /proc: memory, descriptors, and how late its event loop was. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export interface ProcessSample {
  /** Mebibytes. */
  readonly memory: number;
  readonly descriptors: number;
  /** Milliseconds, over the last seconds; undefined before the first was written. */
  readonly delayMedian: number | undefined;
  readonly delay99: number | undefined;
}

const delaySchema = z.object({ median: z.number(), p99: z.number() });

export function sampleProcess(pid: number, delays: string): ProcessSample {
  const resident = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const delay = delayOf(join(delays, `${pid}.json`));
  return {
    memory: resident,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    delayMedian: delay?.median,
    delay99: delay?.p99,
  };
}

function delayOf(file: string): z.infer<typeof delaySchema> | undefined {
  try {
    return delaySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not written yet, or being written.
    return undefined;
  }
}
