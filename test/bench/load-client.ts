/** Runs the load client as a process of its own, so that it shares nothing with what it measures. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface LoadOrder {
  readonly port: number;
  /** Asked for in turn. */
  readonly paths: readonly string[];
  readonly connections: number;
  readonly requests: number;
  /** Bytes of each answer; 0 for whole files. The n-th path begins at n times this. */
  readonly range: number;
  /** Every connection makes its own part of the requests; otherwise they share them as they get done. */
  readonly each: boolean;
  /** What each connection asks for first, untimed. */
  readonly warm: string;
  /** Whose processor time is taken. */
  readonly processes: readonly number[];
}

const resultSchema = z.strictObject({
  seconds: z.number(),
  bytes: z.number(),
  processor: z.number(),
  slowest: z.number(),
});

export type LoadResult = z.infer<typeof resultSchema>;

export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const client = spawn('python3', [fileURLToPath(new URL('load-client.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const failed = new Promise<never>((_resolve, reject) => client.once('error', reject));
  client.stdin.end(JSON.stringify(order));
  return resultSchema.parse(JSON.parse(await Promise.race([text(client.stdout), failed])));
}
