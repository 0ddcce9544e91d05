/** The script of faults of one simulated pool: what was asked for, how often each place was passed, and what strikes now. */
import type { z } from 'zod';
import type { Milliseconds } from '../../shared/clock.js';
import type { PoolState } from '../state/pool-state.js';
import type { AnyFault } from './definition.js';
import { faultKinds } from './fault-kinds.js';
import { checkFault } from './check-fault.js';
import { meansHost, meansMethod, meansVm, type HostSelector, type PlaceHost, type PlaceVm } from './match.js';
import type { Occurrences } from './parameters.js';

export { faultKinds } from './fault-kinds.js';

export type FaultKind = keyof typeof faultKinds;

/** A fault as tests write it: its kind, and the parameters of that kind. */
export type Fault = {
  [Kind in FaultKind]: { readonly kind: Kind } & Readonly<z.input<(typeof faultKinds)[Kind]['parameters']>>;
}[FaultKind];

/** Its parameters as they were understood. */
export type Struck<Kind extends FaultKind> = z.output<(typeof faultKinds)[Kind]['parameters']>;

export type PlaceFaultKind = {
  [Kind in FaultKind]: (typeof faultKinds)[Kind]['strikes'] extends 'place' ? Kind : never;
}[FaultKind];

/** Where the simulator is when it asks whether a fault strikes. */
export interface FaultPlace {
  readonly host?: PlaceHost;
  readonly vm?: PlaceVm;
  readonly method?: string;
  /** Of a call: the host that it is about. */
  readonly subject?: PlaceHost;
  readonly fn?: string;
  readonly path?: string;
  readonly phase?: string;
}

/** When and where a script is asked. */
export interface FaultMoment {
  readonly now: Milliseconds;
  readonly state: PoolState;
}

/** What the script itself reads of a fault's parameters. */
export interface Selected {
  readonly host?: HostSelector;
  readonly of?: HostSelector;
  readonly occurrence?: Occurrences;
  readonly lasts?: Milliseconds;
  readonly vm?: string;
  readonly method?: string;
  readonly fn?: string;
  readonly path?: string;
  readonly phase?: string;
}

/** A fault in the script, with what has become of it. */
export interface ArmedFault {
  readonly kind: FaultKind;
  readonly definition: AnyFault;
  readonly parameters: Selected & Readonly<Record<string, unknown>>;
  seen: number;
  struckAt: Milliseconds | null;
}

export class FaultScript {
  readonly #armed: ArmedFault[];

  /** @throws FAULT_INVALID */
  constructor(faults: readonly Fault[]) {
    this.#armed = faults.map(arm);
  }

  get armed(): readonly ArmedFault[] {
    return this.#armed;
  }

  /** @throws FAULT_INVALID */
  add(fault: Fault): ArmedFault {
    const armed = arm(fault);
    this.#armed.push(armed);
    return armed;
  }

  /** Counts this occurrence for every fault it matches; gives the first one that strikes now. */
  strikes<Kind extends FaultKind>(kind: Kind, place: FaultPlace, moment: FaultMoment): Struck<Kind> | undefined {
    const [first] = this.#armed.filter((one) => one.kind === kind && meansPlace(one, place, moment) && isDue(one));
    return first?.parameters as Struck<Kind> | undefined;
  }

  /** The faults of calls that strike this one, in the order of the script. */
  strikingCall(place: FaultPlace, moment: FaultMoment): readonly ArmedFault[] {
    return this.#armed.filter(
      (one) =>
        one.definition.strikes === 'call' && meansCall(one, place, moment) && (isDue(one) || goesOn(one, moment)),
    );
  }
}

/** Counts; the caller has made sure that the fault means this place. */
export function isDue(armed: ArmedFault): boolean {
  armed.seen++;
  const { from, to } = armed.parameters.occurrence ?? { from: 1, to: 1 };
  return armed.seen >= from && armed.seen <= to;
}

/** A fault of calls that lasts strikes from its first strike on, whichever occurrence it is. */
function goesOn(armed: ArmedFault, { now }: FaultMoment): boolean {
  const { lasts } = armed.parameters;
  return lasts !== undefined && armed.struckAt !== null && now < armed.struckAt + lasts;
}

function arm(fault: Fault): ArmedFault {
  const { kind, ...given } = fault;
  const definition: AnyFault = faultKinds[kind];
  return { kind, definition, parameters: checkFault(kind, definition, given), seen: 0, struckAt: null };
}

function meansPlace({ parameters }: ArmedFault, place: FaultPlace, { state }: FaultMoment): boolean {
  return (
    meansHost(parameters.host, place.host, state) &&
    meansVm(parameters.vm, place.vm) &&
    (parameters.fn === undefined || parameters.fn === place.fn) &&
    (parameters.phase === undefined || parameters.phase === place.phase) &&
    (parameters.path === undefined || (place.path?.includes(parameters.path) ?? false))
  );
}

/** With a method, `host` is the host that the call is about; otherwise, or about none, the one that receives it. */
function meansCall({ parameters, definition }: ArmedFault, place: FaultPlace, { state }: FaultMoment): boolean {
  const method = parameters.method ?? (definition.strikes === 'call' ? definition.method : undefined);
  const host = method === undefined ? place.host : (place.subject ?? place.host);
  return (
    meansMethod(method, place.method ?? '') &&
    meansHost(parameters.host, host, state) &&
    meansVm(parameters.vm, place.vm)
  );
}
