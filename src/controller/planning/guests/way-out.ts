/** How a guest leaves its host when it cannot move: down, where a person has consented; otherwise it stays in the way. */
import type { VmNeeds } from '../../facts/vm-needs.js';
import { policyOf, type Consent, type GuestPlan } from './guest-plan.js';

export interface WayOut {
  readonly how: 'stop' | 'suspend';
  readonly consent: Consent;
}

/** Reasons that pass by themselves, or that lie with another host: no guest is shut down for these. */
const passing = ['OTHER_OPERATION_IN_PROGRESS', 'HOST_NOT_LIVE'];

/** What the guest's own policy says; undefined for one that is moved. */
export function ownWayOut(guests: GuestPlan, vm: string): WayOut | undefined {
  const own = guests.vms.find((candidate) => candidate.vm === vm);
  return own?.policy === 'stop' || own?.policy === 'suspend' ? { how: own.policy, consent: own.consent } : undefined;
}

/**
 * With the consent for whatever cannot move, the pool's own word decides which that is. A guest that a person wants moved
 * (`--vm NAME=migrate`) is not covered by it, and one that is paused cannot be shut down in order.
 */
export function wayOut(guests: GuestPlan, vm: string, code: string): WayOut | undefined {
  const own = ownWayOut(guests, vm);
  if (own !== undefined) return own;
  if (guests.stopUnmovable === null || passing.includes(code) || code === 'VM_BAD_POWER_STATE') return undefined;
  const explicit = guests.vms.some((candidate) => candidate.vm === vm);
  if (explicit && policyOf(guests, vm) === 'migrate') return undefined;
  return { how: 'stop', consent: guests.stopUnmovable };
}

export function mayBeForced(guests: GuestPlan, vm: string): Consent | undefined {
  return guests.hardStop.find((candidate) => candidate.vm === vm)?.consent;
}

/** Why it cannot be shut down in order; undefined where it can, or its plug may be pulled, or nobody knows. */
export function whyNotInOrder(guests: GuestPlan, vm: string, needs: VmNeeds | undefined): string | undefined {
  if (needs?.canShutDown !== false || mayBeForced(guests, vm) !== undefined) return undefined;
  return 'has no guest tools, so it cannot be shut down in order';
}
