/** The controller as a service: its end, when it is told to stop. */
import { expect } from 'chai';
import { parseSettings } from '../../../src/daemon/config/load.js';
import { runControllerService } from '../../../src/daemon/service/controller-service.js';
import { silentLogger } from '../../../src/shared/logger.js';

describe('The controller as a service', () => {
  async function run(stop: () => Promise<void>, stopped: Promise<void>): Promise<void> {
    const settings = await parseSettings('', 'drydock.yaml');
    const parts = { settings, environment: {}, logger: silentLogger, signal: AbortSignal.abort() };
    return runControllerService(parts, () => Promise.resolve({ stop, stopped }));
  }

  it('ends when it has stopped', async () => {
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    await run(() => Promise.resolve(stop()), stopped);
  });

  it('says why it cannot stop, and does not wait for an end that never comes', async () => {
    const never = new Promise<void>(() => undefined);
    const said = await run(() => Promise.reject(new Error('the journal is full')), never).catch(String);
    expect(said).to.include('the journal is full');
  });
});
