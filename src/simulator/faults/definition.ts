/** The shape of a fault: what it is called in the docs, which parameters it takes, where it strikes and what it then does. */
import type { z } from 'zod';
import type { Call } from '../dispatch/call.js';
import type { PoolEvent } from '../history.js';
import type { Host, Vm } from '../state/objects.js';
import type { Reply, WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import type { Step } from './steps.js';

export const areas = [
  'Host return',
  'Host state',
  'Member start',
  'Evacuation',
  'Wire',
  'Session',
  'Calls',
  'Plugins',
  'Installation',
  'Pool services',
  'VMs',
  'Other people',
  'Time',
  'Versions',
] as const;

export type FaultArea = (typeof areas)[number];

interface Facts<Parameters extends z.ZodObject> {
  readonly area: FaultArea;
  /** One line, for the docs and `--help`. */
  readonly summary: string;
  readonly parameters: Parameters;
  /** As it is written on the command line. */
  readonly example: string;
}

/** A call that a fault has struck. */
export interface StruckCall {
  readonly world: World;
  readonly receiver: Host;
  /** As it was sent, with `Async.`. */
  readonly method: string;
  readonly params: readonly WireValue[];
  /** The host and the VM that the call is about, by its arguments. */
  readonly host: Host | undefined;
  readonly vm: Vm | undefined;
}

/** A fault of calls; each part is optional, and they come in this order. */
export interface CallFault<Parameters extends z.ZodObject> extends Facts<Parameters> {
  readonly strikes: 'call';
  /** The call that is meant when none is named; any call when absent. */
  readonly method?: string;
  /** Before the call is looked at. @throws ConnectionRefused, BrokenReply */
  before?(struck: StruckCall, fault: z.output<Parameters>): Promise<void> | void;
  /** The error that is answered in place of doing anything. */
  refuse?(struck: StruckCall, fault: z.output<Parameters>): readonly [string, ...string[]] | undefined;
  /** Around the work of the call, which for an `Async.` form is that of its task. */
  work?(call: Call, fault: z.output<Parameters>, goOn: () => Promise<WireValue>): Promise<WireValue>;
  /** With the reply in hand, the action done. @throws ConnectionLost, BrokenReply */
  after?(struck: StruckCall, fault: z.output<Parameters>, reply: Reply): Promise<Reply> | Reply;
}

/** What a fault that happens at a step is told. */
export interface Happening {
  readonly world: World;
  /** The hosts that were meant: those chosen, or the one the step is about, or all. */
  readonly hosts: readonly Host[];
  /** Undefined at the start. */
  readonly event: PoolEvent | undefined;
}

/** A fault that happens at a step of the pool's life; gives what ends it, where it can end. */
export interface StepFault<Parameters extends z.ZodObject> extends Facts<Parameters> {
  readonly strikes: 'step';
  /** The step when none is given. */
  readonly at: Step;
  happen(happening: Happening, fault: z.output<Parameters>): (() => void) | undefined;
}

/** A fault that the code of one place asks for (World.strikes), and that this code carries out. */
export interface PlaceFault<Parameters extends z.ZodObject> extends Facts<Parameters> {
  readonly strikes: 'place';
  /** In words, for the docs. */
  readonly place: string;
}

export type AnyFault = CallFault<z.ZodObject> | StepFault<z.ZodObject> | PlaceFault<z.ZodObject>;
