/** Somebody else who calls the pool, as root, past the proxies; an error of the pool is its answer. */
import type { PlainValue } from '../../../src/simulator/wire/wire-value.js';
import type { Site } from './site.js';

export async function callPool({ simulator }: Site, method: string, params: readonly PlainValue[]): Promise<void> {
  const { address } = simulator.pool.world.state.coordinator;
  const { transport } = simulator.pool;
  try {
    const credentials = [simulator.user, simulator.password, '1.0', 'somebody'];
    const login = await transport({ address, method: 'session.login_with_password', params: credentials });
    if (login.status !== 'success' || typeof login.value !== 'string') return;
    await transport({ address, method, params: [login.value, ...params] });
  } catch {
    // A coordinator that is down answers nobody.
  }
}
