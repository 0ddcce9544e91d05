/** What a look at a pool costs the controller over HTTPS, and what it costs where records are only copied between processes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { startSimulator } from '../../../src/daemon/simulator/start-simulator.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';

/** How many were taken. */
export interface Looks {
  whole: number;
  glances: number;
}

const samples = 15;
const password = 'practice';

export function counted(port: PoolPort, looks: Looks): PoolPort {
  return new Proxy(port, {
    get: (target, name) => {
      if (name === 'observe') looks.whole++;
      if (name === 'glance') looks.glances++;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Seconds of processor time that each kind of look costs more over HTTPS than over `openHere`, and what one over HTTPS costs. */
export async function costOnTheWire(
  hosts: number,
  vms: number,
  openHere: () => Promise<PoolPort>,
): Promise<{ look: number; glance: number; httpsLook: number }> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify({ hosts, vms })], { execArgv: ['--import=tsx'] });
  try {
    const [addresses] = (await once(child, 'message')) as [readonly string[]];
    const https = await costOf(
      xapiPool({
        addresses,
        credentials: { user: 'root', password: new Secret(password) },
        certificates: { expectedFingerprint: () => undefined, onFirstUse: () => true },
        clock: systemClock,
      }),
    );
    const here = await costOf(await openHere());
    return { look: https.look - here.look, glance: https.glance - here.glance, httpsLook: https.look };
  } finally {
    child.kill('SIGKILL');
  }
}

async function costOf(port: PoolPort): Promise<{ look: number; glance: number }> {
  const { pool } = await port.observe();
  if (!pool.known) throw new Error(`the pool cannot be read: ${pool.reason}`);
  const [host] = pool.value.hosts;
  const look = await each(() => port.observe());
  const glance = await each(() => port.glance(host?.uuid ?? ''));
  await port.close();
  return { look, glance };
}

/** The first ones are for the compiler. */
async function each(work: () => Promise<unknown>): Promise<number> {
  for (let sample = 0; sample < samples; sample++) await work();
  const before = process.cpuUsage();
  for (let sample = 0; sample < samples; sample++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / samples;
}

const [, script, shape] = process.argv;
if (script === fileURLToPath(import.meta.url) && shape !== undefined) {
  const options = JSON.parse(shape) as { hosts: number; vms: number };
  const { addresses } = await startSimulator({ ...options, release: 'xcp-ng-8.2', password, seed: 1 });
  process.send?.(addresses);
}
