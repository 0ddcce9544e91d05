/** A simulated pool in this process with a virtual clock and an in-memory medium, and calls to it that are short to write. */
import { VirtualClock } from '../../src/shared/virtual-clock.js';
import {
  createSimulatedPool,
  type SimulatedPool,
  type SimulatedPoolOptions,
} from '../../src/simulator/simulated-pool.js';
import { bootHost } from '../../src/simulator/life/boot.js';
import type { Reply, WireStruct, WireValue } from '../../src/simulator/wire/wire-value.js';
import { isStruct } from '../../src/simulator/wire/wire-value.js';
import { memoryMedia, smallMedium } from './simulator-media.js';

export interface PoolForTest {
  readonly clock: VirtualClock;
  readonly pool: SimulatedPool;
  /** Renewed by {@link PoolForTest.loginAgain}. */
  session: string;
  /** A call with the session, to the coordinator; runs the clock until it is answered. @throws Error with the XAPI error */
  call(method: string, ...params: WireValue[]): Promise<WireValue>;
  /** The error that a call ends with. */
  failure(method: string, ...params: WireValue[]): Promise<readonly string[]>;
  record(className: string, ref: string): Promise<WireStruct>;
  /** Starts the Async. form and gives its task. */
  start(method: string, ...params: WireValue[]): Promise<string>;
  /** Starts the Async. form and waits for the end of its task. */
  task(method: string, ...params: WireValue[]): Promise<WireStruct>;
  hostRef(index: number): string;
  vmRef(name: string): string;
  login(address?: string): Promise<string>;
  loginAgain(): Promise<void>;
  events(name: string): SimulatedPool['history'];
}

export async function poolForTest(options: Partial<SimulatedPoolOptions> = {}): Promise<PoolForTest> {
  const clock = new VirtualClock();
  const pool = createSimulatedPool({
    hosts: 3,
    release: 'xcp-ng-8.2',
    media: memoryMedia(smallMedium()),
    clock,
    ...options,
  });
  const raw = (address: string, method: string, params: readonly WireValue[]): Promise<Reply> =>
    clock.runUntil(pool.handle(address, method, params));
  const login = async (address = pool.addresses[0]!): Promise<string> => {
    const reply = await raw(address, 'session.login_with_password', [pool.user, pool.password, '1.0', 'test']);
    return textOf(valueOf(reply));
  };
  const test: PoolForTest = {
    clock,
    pool,
    session: await login(),
    call: async (method, ...params) => valueOf(await raw(pool.addresses[0]!, method, [test.session, ...params])),
    failure: async (method, ...params) => {
      const reply = await raw(pool.addresses[0]!, method, [test.session, ...params]);
      if (reply.Status === 'Success') throw new Error(`${method} succeeded`);
      return reply.ErrorDescription;
    },
    record: async (className, ref) => structOf(await test.call(`${className}.get_record`, ref)),
    start: async (method, ...params) => textOf(await test.call(`Async.${method}`, ...params)),
    task: async (method, ...params) => {
      const ref = await test.start(method, ...params);
      for (;;) {
        const task = await test.record('task', ref);
        if (task['status'] !== 'pending') return task;
        await clock.advance(1000);
      }
    },
    hostRef: (index) => pool.host(index).ref,
    vmRef: (name) => [...pool.world.state.vms.values()].find((vm) => vm.name === name)!.ref,
    login,
    loginAgain: async () => {
      test.session = await login();
    },
    events: (name) => pool.history.filter((event) => event.event === name),
  };
  return test;
}

/** Disable, evacuate, plugin, reboot: what a controller does to one host, with the clock run until it has settled. */
export async function upgradeHost(test: PoolForTest, index: number, url = 'http://192.0.2.1/i/x/'): Promise<void> {
  const host = test.hostRef(index);
  await test.call('host.disable', host);
  await test.task('host.evacuate', host);
  await test.task('host.call_plugin', host, 'prepare_host_upgrade.py', 'main', { url });
  await test.call('host.reboot', host);
  await test.clock.advance(60 * 60 * 1000);
  if (index === 0) await test.loginAgain();
}

/** As a person at the machine does, whatever the pool knows of its power. */
export function pressPowerButton({ pool }: PoolForTest, index: number): void {
  pool.world.spawn(() => bootHost(pool.world, pool.host(index)));
}

function valueOf(reply: Reply): WireValue {
  if (reply.Status === 'Success') return reply.Value;
  throw new Error(reply.ErrorDescription.join(' '));
}

function textOf(value: WireValue): string {
  if (typeof value !== 'string') throw new Error('not a text');
  return value;
}

function structOf(value: WireValue): WireStruct {
  if (!isStruct(value)) throw new Error('not a record');
  return value;
}
