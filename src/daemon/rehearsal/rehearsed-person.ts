/** The person of a rehearsal in Manual mode: goes to the console of a host of the twin once he is told to, and does as he is told. */
import type { Grant } from '../../contract/grants.js';
import { baseUrl } from '../../controller/base-url.js';
import type { TurnInput } from '../../controller/run/decision.js';
import { handOverOf } from '../../controller/run/manual-history.js';
import { findRelease } from '../../releases/find-release.js';
import { insertMedium, visitConsole } from '../../simulator/life/console.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';

/** As long as a person needs who is not sitting there already. */
const onHisWay = 10 * 60_000;

export interface RehearsedPerson {
  /** Sends him, once for each time the host was handed over. @returns false where the host waits for something else */
  goTo(input: TurnInput, host: string): boolean;
}

/** @param approve says that the medium is in the drive, where Drydock reboots */
export function rehearsedPerson(twin: SimulatedPool, approve: () => void): RehearsedPerson {
  const told = new Set<string>();
  return {
    goTo: ({ plan, ledger, grants }, host) => {
      const given = handOverOf(ledger, host);
      const { product, platform } = plan.medium.target;
      const release = findRelease({ product, platform });
      const grant = grants?.find((one) => one.host.uuid === host && one.state === 'armed');
      if (given === undefined || release === undefined || grant === undefined) return false;
      const once = `${host} ${given.sequence}`;
      if (told.has(once)) return true;
      told.add(once);
      const visit = { url: urlOf(grant, plan.endpoints), release: release.id };
      twin.world.spawn(async () => {
        await twin.world.sleep(onHisWay);
        if (plan.manual?.rebootBy !== 'drydock') return visitConsole(twin.world, twin.host(host), visit);
        insertMedium(twin.world, twin.host(host), visit);
        approve();
      });
      return true;
    },
  };
}

function urlOf(grant: Grant, endpoints: TurnInput['plan']['endpoints']): string {
  const [endpoint = { protocol: 'http', address: '192.0.2.1', port: 8080 } as const] = endpoints;
  return baseUrl(endpoint, grant.path);
}
