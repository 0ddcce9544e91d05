/** The faults that strike one call, in the places where the dispatcher lets them act. */
import type { Call } from '../dispatch/call.js';
import type { Host, Vm } from '../state/objects.js';
import type { Reply, WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import type { CallFault, StruckCall } from './definition.js';
import type { ArmedFault } from './fault.js';
import type { z } from 'zod';

type ErasedCallFault = CallFault<z.ZodObject>;

export class CallFaults {
  constructor(
    private readonly struck: StruckCall,
    private readonly faults: readonly { readonly armed: ArmedFault; readonly definition: ErasedCallFault }[],
  ) {}

  /** @throws ConnectionRefused, BrokenReply */
  async before(): Promise<void> {
    for (const { armed, definition } of this.faults) await definition.before?.(this.struck, armed.parameters);
  }

  refusal(): Reply | undefined {
    for (const { armed, definition } of this.faults) {
      const error = definition.refuse?.(this.struck, armed.parameters);
      if (error !== undefined) return { Status: 'Failure', ErrorDescription: error };
    }
    return undefined;
  }

  /** The work of the call, with the faults around it. */
  work(call: Call, handler: () => Promise<WireValue>): Promise<WireValue> {
    return this.faults.reduceRight<() => Promise<WireValue>>(
      (goOn, { armed, definition }) =>
        definition.work === undefined ? goOn : () => definition.work?.(call, armed.parameters, goOn) ?? goOn(),
      handler,
    )();
  }

  /** @throws ConnectionLost, BrokenReply */
  async after(reply: Reply): Promise<Reply> {
    let changed = reply;
    for (const { armed, definition } of this.faults) {
      changed = (await definition.after?.(this.struck, armed.parameters, changed)) ?? changed;
    }
    return changed;
  }
}

/** Counts this call for every fault that means it, and records those that strike. */
export function callFaults(world: World, receiver: Host, method: string, params: readonly WireValue[]): CallFaults {
  const host = mentioned(params, world.state.hosts);
  const vm = mentioned(params, world.state.vms);
  const place = { host: receiver, method, ...(host && { subject: host }), ...(vm && { vm }) };
  const faults = world.faults.strikingCall(place, { now: world.now(), state: world.state }).flatMap((armed) => {
    armed.struckAt ??= world.now();
    world.history.record('fault', (host ?? receiver).uuid, { kind: armed.kind, step: `call ${method}` });
    return armed.definition.strikes === 'call' ? [{ armed, definition: armed.definition }] : [];
  });
  return new CallFaults({ world, receiver, method, params, host, vm }, faults);
}

/** The first of the arguments that is a reference to one of these. */
function mentioned<Item extends Host | Vm>(
  params: readonly WireValue[],
  items: ReadonlyMap<string, Item>,
): Item | undefined {
  for (const param of params) {
    const item = typeof param === 'string' ? items.get(param) : undefined;
    if (item !== undefined) return item;
  }
  return undefined;
}
