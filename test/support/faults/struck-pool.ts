/** A simulated pool with one fault in its script, and what tests of faults do to it. */
import type { Fault, FaultKind } from '../../../src/simulator/faults/fault.js';
import type { SimulatedPoolOptions } from '../../../src/simulator/simulated-pool.js';
import { poolForTest, upgradeHost, type PoolForTest } from '../simulator-pool.js';

/** What is scripted, and what is then seen; gives the pool, whose history must tell of the strike. */
export type FaultRow = () => Promise<PoolForTest>;

export type FaultRows<Kind extends FaultKind> = Readonly<Record<Kind, FaultRow>>;

export const url = 'http://192.0.2.1/i/x/';
export const minute = 60_000;
export const hour = 60 * minute;

export function struckPool(fault: Fault, options: Partial<SimulatedPoolOptions> = {}): Promise<PoolForTest> {
  return poolForTest({ vms: [{ host: 0, name: 'one' }], ...options, faults: [fault, ...(options.faults ?? [])] });
}

/** Out of service, down, and back after an hour at most. */
export async function reboot(test: PoolForTest, index: number, wait = hour): Promise<void> {
  await test.call('host.disable', test.hostRef(index));
  await test.task('host.evacuate', test.hostRef(index));
  await test.call('host.reboot', test.hostRef(index));
  await test.clock.advance(wait);
  if (index === 0) await test.loginAgain();
}

/** An upgrade that may end with a coordinator that takes no login. */
export async function upgraded(fault: Fault, options: Partial<SimulatedPoolOptions> = {}): Promise<PoolForTest> {
  const test = await struckPool(fault, options);
  await upgradeHost(test, 0, url).catch(() => undefined);
  return test;
}

/** What the client in this process is told. */
export function clientError(
  test: PoolForTest,
  method: string,
  ...params: readonly string[]
): Promise<{ code?: string; message?: string }> {
  const [address = ''] = test.pool.addresses;
  const call = test.pool.transport({ address, method, params: [test.session, ...params] });
  return test.clock.runUntil(
    call.then(
      (reply) => ({ code: reply.status }),
      (error: unknown) => error as { code?: string },
    ),
  );
}

/** What a host answers to a login. */
export async function loginAnswer(test: PoolForTest, index: number): Promise<readonly string[]> {
  const { pool, clock } = test;
  const params = [pool.user, pool.password, '1.0', 'test'];
  const reply = await clock.runUntil(pool.handle(pool.host(index).address, 'session.login_with_password', params));
  return reply.Status === 'Failure' ? reply.ErrorDescription : ['logged in'];
}

/** Reasons against an evacuation, by the name of the VM. */
export async function blockers(test: PoolForTest, index = 0): Promise<Readonly<Record<string, readonly string[]>>> {
  const reasons = await test.call('host.get_vms_which_prevent_evacuation', test.hostRef(index));
  const names = new Map([...test.pool.world.state.vms.values()].map((vm) => [vm.ref, vm.name]));
  return Object.fromEntries(
    Object.entries(reasons as Record<string, readonly string[]>).map(([ref, reason]) => [
      names.get(ref) ?? ref,
      reason,
    ]),
  );
}
