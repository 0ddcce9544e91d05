/** How late a running media server's event loops are: at rest, and while an import takes what it can get. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { portOf, serveSample } from './served-sample.js';

/** A host that installs asks for a package some fifty times a second at most. */
const betweenRequests = 20;

export interface LoopDelays {
  /** 99th percentile of the slowest of the server's processes, in milliseconds. */
  readonly atRest: number;
  readonly whileImporting: number;
}

/** @param busy what goes on meanwhile; as long as it takes */
export async function measureLoopDelays(folder: string, busy: () => Promise<void>): Promise<LoopDelays> {
  const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 6_000));
  return {
    atRest: await delayOfServer(join(folder, 'rest'), rest),
    whileImporting: await delayOfServer(join(folder, 'busy'), busy),
  };
}

async function delayOfServer(folder: string, meanwhile: () => Promise<void>): Promise<number> {
  const delays = join(folder, 'delays');
  await mkdir(delays, { recursive: true });
  const monitor = new URL('loop-delay-monitor.mjs', import.meta.url).href;
  // Node's own variable reaches the server's processes, which are started by our own starter.
  const served = await withEnvironment({ NODE_OPTIONS: `--import ${monitor}`, DRYDOCK_BENCH_DELAYS: delays }, () =>
    serveSample(folder),
  );
  try {
    const before = await readDelays(delays);
    const url = `http://127.0.0.1:${portOf(served.endpoints, 'http')}/media/sample/`;
    await Promise.race([meanwhile(), keepFetching(url, served.small)]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const after = await readDelays(delays);
    const during = [...after].map(([process, values]) => values.slice(before.get(process)?.length ?? 0));
    return Math.max(...during.map(percentile99));
  } finally {
    await served.stop();
  }
}

/** For ever: the race ends it. */
async function keepFetching(base: string, paths: readonly string[]): Promise<never> {
  for (let number = 0; ; number++) {
    await new Promise<void>((resolve, reject) => {
      get(`${base}${paths[number % paths.length] ?? ''}`, (response) => response.on('end', resolve).resume()).on(
        'error',
        // After the measured time the server is stopped under us.
        number === 0 ? reject : () => undefined,
      );
    });
    await new Promise((resolve) => setTimeout(resolve, betweenRequests));
  }
}

async function readDelays(folder: string): Promise<Map<string, number[]>> {
  const delays = new Map<string, number[]>();
  for (const name of await readdir(folder))
    delays.set(name, JSON.parse(await readFile(join(folder, name), 'utf8')) as number[]);
  return delays;
}

function percentile99(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length * 0.99)] ?? 0;
}

async function withEnvironment<T>(variables: Readonly<Record<string, string>>, act: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await act();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  }
}
