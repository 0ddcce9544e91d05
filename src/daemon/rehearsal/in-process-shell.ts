/** The control domains of a simulated pool as the controller reaches them: the same commands, without SSH in between. */
import type { HostShell } from '../../controller/shell/host-shell.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { NoControlDomain } from '../../simulator/dom0/control-domain.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';

export function inProcessShell(pool: Pick<SimulatedPool, 'runInside'>): HostShell {
  return {
    open: (host) => ({
      run: async (command) => {
        await Promise.resolve();
        try {
          return pool.runInside(host.address, command.words, command.input);
        } catch (error) {
          if (!(error instanceof NoControlDomain)) throw error;
          throw new DrydockError('SSH_UNREACHABLE', {
            attempted: 'connecting over SSH',
            subject: host.name,
            found: 'ECONNREFUSED',
          });
        }
      },
      close: () => undefined,
    }),
  };
}
