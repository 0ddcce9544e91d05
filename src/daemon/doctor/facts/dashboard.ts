/** Where the dashboard is to listen, whether the controller that runs does so, and what people are to call it by. */
import { controlClient } from '../../../contract/control-client.js';
import type { ControllerStatus } from '../../../contract/control.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { DashboardSettings } from '../../config/dashboard-settings.js';
import type { Settings } from '../../config/schema.js';
import { stateLayout } from '../../state-layout.js';
import type { Known } from '../known.js';
import type { MachineAccess } from '../machine-access.js';
import { readTls, type CertificateFacts } from './certificate.js';
import type { ListenerFacts } from './listeners.js';

export interface DashboardFacts {
  readonly listener: ListenerFacts;
  /** silent: a controller runs, and does not listen. */
  readonly controller: Known<'listens' | 'silent' | 'none'>;
  /** The names of the configuration, and the IPv4 addresses that each leads to. */
  readonly names: readonly { readonly name: string; readonly leadsTo: Known<readonly string[]> }[];
  /** Null where it speaks no TLS itself. */
  readonly certificate: Known<CertificateFacts> | null;
}

export async function readDashboard(
  { enabled, address, port, names, tls }: DashboardSettings,
  status: Known<ControllerStatus | undefined>,
  machine: MachineAccess,
): Promise<DashboardFacts | null> {
  if (!enabled) return null;
  const controller = stateOf(status);
  // On all addresses it is asked for by any of them: a certificate then names what people type.
  const places = address === '0.0.0.0' ? names : [address, ...names];
  return {
    listener: {
      ...{ setting: 'dashboard', protocol: 'dashboard', address, port, given: address },
      heldBy: 'value' in controller && controller.value === 'listens' ? 'controller' : null,
      doubt: 'unknown' in controller ? controller.unknown : null,
      answer: await machine.port(address, port),
    },
    controller,
    names: await Promise.all(names.map(async (name) => ({ name, leadsTo: await machine.resolve(name) }))),
    certificate: await readTls(tls, places, machine),
  };
}

/** Undefined where none runs. */
export async function runningController(
  settings: Settings,
  signal: AbortSignal,
): Promise<ControllerStatus | undefined> {
  try {
    return await controlClient({ socketPath: stateLayout(settings.state).controllerSocket, signal }).status();
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'CONTROLLER_NOT_RUNNING') return undefined;
    throw error;
  }
}

function stateOf(status: Known<ControllerStatus | undefined>): DashboardFacts['controller'] {
  if ('unknown' in status) return status;
  if (status.value === undefined) return { value: 'none' };
  return { value: typeof status.value.dashboard === 'string' ? 'listens' : 'silent' };
}
