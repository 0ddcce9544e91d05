/** Everything a simulated pool is at one moment, with the look-ups that rules and calls need. */
import { FaultConditions } from '../faults/conditions.js';
import { Inventory } from '../inventory/inventory.js';
import type { Random } from './random.js';
import {
  nullRef,
  type Entity,
  type Host,
  type Message,
  type Network,
  type Pbd,
  type Pif,
  type PoolRecord,
  type Ref,
  type Session,
  type StorageRepository,
  type Task,
  type User,
  type Vbd,
  type Vdi,
  type Vif,
  type Vm,
} from './objects.js';

/** The key in `pool.other_config` that marks a half-upgraded pool; its presence is what counts. */
export const rollingUpgradeKey = 'rolling_upgrade_in_progress';

export class PoolState {
  readonly hosts = new Map<Ref, Host>();
  readonly vms = new Map<Ref, Vm>();
  readonly srs = new Map<Ref, StorageRepository>();
  readonly pbds = new Map<Ref, Pbd>();
  readonly vdis = new Map<Ref, Vdi>();
  readonly vbds = new Map<Ref, Vbd>();
  readonly networks = new Map<Ref, Network>();
  readonly pifs = new Map<Ref, Pif>();
  readonly vifs = new Map<Ref, Vif>();
  readonly messages = new Map<Ref, Message>();
  /** What clients read and no rule moves. */
  readonly inventory = new Inventory();
  /** What was written to disks over HTTP, by disk. */
  readonly images = new Map<Ref, Buffer>();
  /** Of the directory; root is the hosts' own. */
  readonly users: User[] = [];
  /** The coordinator's memory: gone when its xapi stops. */
  readonly sessions = new Map<Ref, Session>();
  readonly tasks = new Map<Ref, Task>();

  /** What scripted faults have made of it. */
  readonly conditions = new FaultConditions();

  constructor(
    readonly pool: PoolRecord,
    readonly random: Random,
  ) {}

  /** A new reference with its uuid. xapi's references hold another uuid than the object's own. */
  newEntity(): Entity {
    return newEntity(this.random);
  }

  get hostList(): readonly Host[] {
    return [...this.hosts.values()];
  }

  /** What xapi believes, which lags the truth. */
  get upgrading(): boolean {
    return rollingUpgradeKey in this.pool.otherConfig;
  }

  get coordinator(): Host {
    return this.host(this.pool.coordinator);
  }

  /** For references that the state itself holds. @throws Error when the state is inconsistent, which is a defect here. */
  host(ref: Ref): Host {
    const host = this.hosts.get(ref);
    if (host === undefined) throw new Error(`no host ${ref}`);
    return host;
  }

  hostAt(address: string): Host | undefined {
    return this.hostList.find((host) => host.address === address);
  }

  /** Guests that would go down with the host, in a stable order. */
  guestsOn(host: Host): readonly Vm[] {
    return [...this.vms.values()].filter((vm) => vm.kind === 'guest' && vm.residentOn === host.ref);
  }

  pbdsOf(host: Host): readonly Pbd[] {
    return [...this.pbds.values()].filter((pbd) => pbd.host === host.ref);
  }

  disksOf(vm: Vm): readonly Vbd[] {
    return [...this.vbds.values()].filter((vbd) => vbd.vm === vm.ref && vbd.vdi !== nullRef);
  }

  /** SRs that the VM's disks and inserted CDs lie on. */
  srsOf(vm: Vm): readonly StorageRepository[] {
    const srs = this.disksOf(vm).flatMap((vbd) => {
      const vdi = this.vdis.get(vbd.vdi);
      const sr = vdi === undefined ? undefined : this.srs.get(vdi.sr);
      return sr === undefined ? [] : [sr];
    });
    return [...new Set(srs)];
  }

  /** Each once, in the order of its VIFs. */
  networksOf(vm: Vm): readonly Network[] {
    const networks = [...this.vifs.values()]
      .filter((vif) => vif.vm === vm.ref)
      .flatMap((vif) => this.networks.get(vif.network) ?? []);
    return [...new Set(networks)];
  }

  sees(host: Host, sr: StorageRepository): boolean {
    return this.pbdsOf(host).some((pbd) => pbd.sr === sr.ref && pbd.attached);
  }

  /** Bytes free as the host reports them: every guest that is there, or on its way there, has all of its memory. */
  memoryFree(host: Host): number {
    const used = [...this.vms.values()]
      .filter((vm) => vm.residentOn === host.ref || vm.scheduledOn === host.ref)
      .reduce((sum, vm) => sum + vm.memory, 0);
    return host.memoryTotal - used;
  }
}

export function newEntity(random: Random): Entity {
  return { ref: `OpaqueRef:${random.uuid()}`, uuid: random.uuid() };
}
