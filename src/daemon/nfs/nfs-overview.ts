/** All that a person must know of NFS here, for `nfs status`. */
import { nfsLocation, nfsUrl } from '../../contract/nfs-address.js';
import { nfsAddressForms, nfsNeeds, type NfsNeed } from '../../installer/nfs-needs.js';
import { firewallLines, firewallRules } from '../../servers/nfs/firewall.js';
import type { Settings } from '../config/schema.js';
import { missingForNfs, thisMachine, type Machine } from './missing-for-nfs.js';
import { nfsEndpoint } from './nfs-endpoint.js';
import { keeperRuns, problemOf, readNfsStatus, type NfsProblem, type NfsStatus } from './nfs-status.js';

export interface NfsOverview {
  readonly mode: Settings['servers']['nfs']['mode'];
  /** Null when nothing keeps the exports now. */
  readonly status: NfsStatus | null;
  readonly problems: readonly NfsProblem[];
  readonly observable: false;
  readonly addresses: readonly { readonly where: string; readonly example: string; readonly note: string }[];
  readonly needs: readonly NfsNeed[];
  readonly firewall: readonly string[];
}

export async function nfsOverview(settings: Settings, machine: Machine = thisMachine): Promise<NfsOverview> {
  const { nfs } = settings.servers;
  const endpoint = nfsEndpoint(nfs);
  const status = endpoint !== undefined && keeperRuns(settings.state) ? await readNfsStatus(settings.state) : undefined;
  const missing = await missingForNfs(nfs, machine);
  const address = endpoint?.address ?? nfs.address;
  // The kernel shows a folder under its own path alone.
  const path = nfs.mode === 'kernel' ? `${settings.media.cache}/v1/media/ID/tree/` : '/media/ID/';
  return {
    mode: nfs.mode,
    status: status ?? null,
    problems: [...missing.map(problemOf), ...(status?.problem ? [status.problem] : [])],
    observable: false,
    addresses: nfsAddressForms.map(({ where, form, note }) => ({
      where,
      example: form === 'url' ? nfsUrl(address, path) : nfsLocation(address, path),
      note,
    })),
    needs: nfsNeeds,
    firewall: nfs.mode === 'off' ? [] : firewallLines(firewallRules(nfs)),
  };
}
