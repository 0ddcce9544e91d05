/**
 * What a member answers that is up and does not enter its pool: the codes of emergency mode (xapi.md 1.3). They are the best
 * diagnosis of "it does not come back", and are only told by the member itself, not by its coordinator.
 */
import type { PlannedHost } from '../planning/plan.js';

export interface EmergencyContext {
  readonly host: Pick<PlannedHost, 'name' | 'uuid' | 'address'>;
  readonly coordinatorAddress: string;
}

interface Emergency {
  readonly means: string;
  /** Commands on the console of the member, unless it says otherwise. */
  steps(context: EmergencyContext): readonly string[];
}

const toolstack = 'on its console: xe-toolstack-restart';
const haOff = 'on its console: xe host-emergency-ha-disable --force';

const emergencies: Readonly<Record<string, Emergency>> = {
  HOST_STILL_BOOTING: {
    means: 'its toolstack is still starting',
    steps: () => ['wait some minutes; if it stays so:', toolstack],
  },
  HOST_UNKNOWN_TO_MASTER: {
    means: 'the coordinator does not know its uuid',
    steps: ({ host }) => [
      `on the coordinator: xe host-list uuid=${host.uuid} (empty: it was forgotten; install it anew and join it)`,
    ],
  },
  HOST_MASTER_CANNOT_TALK_BACK: {
    means: 'it reaches the coordinator, and the coordinator does not reach it',
    steps: ({ host }) => [
      `on the coordinator: curl -kI https://${host.address}/ (look at the management network, firewall and certificate)`,
    ],
  },
  HOST_HAS_NO_MANAGEMENT_IP: {
    means: 'its management interface has no address',
    steps: ({ host }) => [
      'on its console: xe pif-list host-uuid=' + host.uuid + ' management=true params=uuid,device,IP',
      'on its console: xe host-management-reconfigure pif-uuid=UUID, or xsconsole',
    ],
  },
  HOST_BROKEN: {
    means: 'it calls itself broken',
    steps: () => ['on its console: tail /var/log/xensource.log', toolstack],
  },
  HOST_ITS_OWN_SLAVE: {
    means: 'it takes itself for the coordinator whose member it is',
    steps: ({ coordinatorAddress }) => [
      `on its console: xe pool-emergency-reset-master master-address=${coordinatorAddress}`,
    ],
  },
  HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR: {
    means: 'it is newer than its coordinator, which it does not join',
    steps: () => ['bring the coordinator to the newest version of the pool; the member then enters by itself'],
  },
  HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED: {
    means: 'high availability is on in the pool, and its mark on the host was wiped by the installation',
    steps: () => ['on the coordinator: xe pool-ha-disable', haOff],
  },
  HA_HOST_CANNOT_ACCESS_STATEFILE: {
    means: 'it does not reach the storage of high availability',
    steps: () => ['mend its way to that storage, or on the coordinator: xe pool-ha-disable', haOff],
  },
  HA_HEARTBEAT_DAEMON_STARTUP_FAILED: {
    means: 'high availability does not start on it',
    steps: () => ['on the coordinator: xe pool-ha-disable', haOff],
  },
};

export const emergencyCodes: readonly string[] = Object.keys(emergencies);

/** The code in what a host answered at a login, where it is one of emergency mode: `HOST_BROKEN`, `HOST_MASTER_CANNOT_TALK_BACK (192.0.2.12)`. */
export function emergencyCodeIn(answer: string | undefined): string | undefined {
  const word = /^[A-Z_]+/.exec(answer ?? '')?.[0];
  return word !== undefined && Object.hasOwn(emergencies, word) ? word : undefined;
}

export function emergencyMeaning(code: string): string {
  return emergencies[code]?.means ?? code;
}

export function emergencySteps(code: string, context: EmergencyContext): readonly string[] {
  return emergencies[code]?.steps(context) ?? [];
}
