/** The append-only list of what really happened in a simulated pool: what an invariant checker reads, besides the journal. */
import type { Milliseconds } from '../shared/clock.js';

/** Details by event; uuids everywhere, so that the list makes sense after references have changed. */
export interface EventDetails {
  /** An action that reached a host and was begun; reads are not listed. */
  'call-received': { readonly method: string };
  'host-disabled': { readonly by: 'call' | 'coordinator-start' | 'member-start' | 'shutdown' };
  'host-enabled': { readonly by: 'call' | 'start' | 'somebody' };
  'evacuation-began': { readonly guests: readonly string[] };
  'evacuation-ended': { readonly error: readonly string[] };
  'vm-moved': { readonly vm: string; readonly from: string; readonly to: string; readonly why: 'call' | 'shutdown' };
  'vm-started': { readonly vm: string; readonly why: 'call' | 'auto-start' | 'somebody' };
  /** Shut down or suspended, by a call or while its host went down. */
  'vm-stopped': { readonly vm: string; readonly why: 'call' | 'suspended' | 'host-shutdown' };
  /** Running guests that lost their host without being shut down. */
  'guests-lost': { readonly vms: readonly string[] };
  'reboot-called': { readonly enabled: boolean; readonly guests: readonly string[] };
  'host-down': { readonly why: 'reboot' | 'shutdown' | 'power-loss' };
  'plugin-called': { readonly fn: string; readonly url: string; readonly answer: string };
  staged: { readonly url: string };
  /** Somebody took the boot entry out, in the control domain. */
  unstaged: Record<string, never>;
  'installer-began': { readonly url: string };
  /** The boot entry that `main` left leads nowhere: the machine stands at its boot loader until somebody comes. */
  'boot-loader-stuck': Record<string, never>;
  /** The installer gave up before it touched the disk: the old system will boot. */
  'installer-refused': { readonly reason: string };
  'disk-formatted': { readonly url: string };
  installed: { readonly versions: Readonly<Record<string, string>>; readonly files: number; readonly bytes: number };
  /** The local SR was made again by a new disk layout: it is there and empty. */
  'local-storage-wiped': { readonly sr: string; readonly vdis: readonly string[] };
  /** Devices that the new system has no driver for. */
  'drivers-lost': { readonly devices: readonly string[] };
  /** Formatted and not installed: no bootable system any more. */
  'host-lost': { readonly reason: string };
  'host-booted': { readonly versions: Readonly<Record<string, string>> };
  'coordinator-answers': Record<string, never>;
  'sessions-lost': { readonly sessions: number; readonly tasks: number };
  'member-entered': Record<string, never>;
  emergency: { readonly error: readonly string[] };
  'storage-attached': { readonly attached: number; readonly failed: number };
  'storage-detached': { readonly sr: string };
  /** The image of a pack lies on a disk. */
  'image-written': { readonly vdi: string; readonly bytes: number };
  'disk-created': { readonly vdi: string };
  'disk-destroyed': { readonly vdi: string };
  'update-applied': { readonly update: string };
  'ha-enabled': Record<string, never>;
  'ha-disabled': Record<string, never>;
  'wlb-set': { readonly enabled: boolean };
  'pool-key-added': { readonly key: string; readonly value: string };
  'pool-key-removed': { readonly key: string };
  'rolling-upgrade-flag': { readonly set: boolean };
  'database-dumped': { readonly stub: boolean };
  /** A person is at the console of the host. */
  'console-used': { readonly does: string };
  /** A scripted fault strikes; `step` says where. */
  fault: { readonly kind: string; readonly step: string };
  'fault-ended': { readonly kind: string };
  /** A defect of the simulator itself; no run may hold one. */
  'simulator-defect': { readonly text: string };
}

export type EventName = keyof EventDetails;

export type PoolEvent = {
  [Name in EventName]: {
    readonly at: Milliseconds;
    /** uuid of the host it is about; null for the pool. */
    readonly host: string | null;
    readonly event: Name;
    readonly detail: EventDetails[Name];
  };
}[EventName];

export class History {
  readonly #events: PoolEvent[] = [];
  readonly #listeners = new Set<(event: PoolEvent) => void>();

  constructor(private readonly now: () => Milliseconds) {}

  get events(): readonly PoolEvent[] {
    return this.#events;
  }

  record<Name extends EventName>(event: Name, host: string | null, detail: EventDetails[Name]): void {
    // TypeScript cannot see that name and detail belong together once the name is a type parameter.
    const entry = { at: this.now(), host, event, detail } as PoolEvent;
    this.#events.push(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Calls back at each new event; gives the function that ends it. */
  subscribe(listener: (event: PoolEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
