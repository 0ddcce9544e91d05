/** Faults as data: what goes wrong, on which host, at which occurrence. New kinds are rows of {@link faultKinds}. */

/** What each kind does; the text is shown by `drydock simulate --help` and the docs. */
export const faultKinds = {
  'installer-fetch-fails':
    'a request of the installer gets no answer; `path` narrows it to paths that contain this text, `phase` to look-up or packages',
  'never-returns': 'the host goes down for its reboot and stays down',
  'returns-with-old-version': 'the installer gives up before it touches the disk, so the old system boots',
  'evacuation-fails': 'the migration of a guest fails during an evacuation; `vm` names it',
  'plugin-fails': 'a plugin function raises; `fn` names it, `error` is the code (default REPO_SERVER_ERROR_503)',
  'migration-slow': 'migrations take `factor` times as long (default 20)',
  'reply-lost': 'the action of a call is done, but its reply never arrives; `method` names the call',
  'connection-refused': 'a call does not reach the host at all; `method` names it',
  'call-fails': 'a call fails with `error` (code and parameters) before it does anything; `method` names it',
  'session-lost': 'the session is invalid at a call; `method` names it',
  'storage-not-attached': 'after its boot the host attaches no shared storage',
  'stays-disabled': 'after its boot the host does not enable itself',
  'starts-in-emergency': 'after its boot xapi stays in emergency mode with `error`',
  'agent-does-not-start': 'the host boots, but its xapi never answers',
} as const;

export type FaultKind = keyof typeof faultKinds;

export interface Fault {
  readonly kind: FaultKind;
  /** Name, uuid or index of the host; every host when absent. */
  readonly host?: string | number;
  /** Which occurrence strikes, counted from 1; `every` strikes always. First when absent. */
  readonly occurrence?: number | 'every';
  readonly vm?: string;
  readonly method?: string;
  readonly fn?: string;
  readonly path?: string;
  readonly phase?: string;
  readonly factor?: number;
  readonly error?: readonly [code: string, ...params: string[]];
}

/** Where the simulator is when it asks whether a fault strikes. */
export interface FaultPlace {
  readonly host?: { readonly name: string; readonly uuid: string; readonly index: number };
  readonly vm?: { readonly name: string; readonly uuid: string };
  readonly method?: string;
  readonly fn?: string;
  readonly path?: string;
  readonly phase?: string;
}

export class FaultScript {
  readonly #armed: { readonly fault: Fault; seen: number }[];

  constructor(faults: readonly Fault[]) {
    this.#armed = faults.map((fault) => ({ fault, seen: 0 }));
  }

  add(fault: Fault): void {
    this.#armed.push({ fault, seen: 0 });
  }

  /** Counts this occurrence for every fault it matches; gives the first one that strikes now. */
  strikes(kind: FaultKind, place: FaultPlace): Fault | undefined {
    let struck: Fault | undefined;
    for (const armed of this.#armed) {
      if (armed.fault.kind !== kind || !matches(armed.fault, place)) continue;
      armed.seen++;
      const due = armed.fault.occurrence === 'every' || armed.seen === (armed.fault.occurrence ?? 1);
      if (due) struck ??= armed.fault;
    }
    return struck;
  }
}

function matches(fault: Fault, place: FaultPlace): boolean {
  return (
    named(fault.host, place.host) &&
    named(fault.vm, place.vm) &&
    (fault.method === undefined || fault.method === place.method) &&
    (fault.fn === undefined || fault.fn === place.fn) &&
    (fault.phase === undefined || fault.phase === place.phase) &&
    (fault.path === undefined || (place.path?.includes(fault.path) ?? false))
  );
}

function named(
  wanted: string | number | undefined,
  found: { readonly name: string; readonly uuid: string; readonly index?: number } | undefined,
): boolean {
  if (wanted === undefined) return true;
  return found !== undefined && (wanted === found.name || wanted === found.uuid || wanted === found.index);
}
