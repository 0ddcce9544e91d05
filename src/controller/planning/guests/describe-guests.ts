/** The consents that a plan records, in words: what is going to be done with which VM, and by whose word. */
import { describeConsent, type GuestPlan, type VmPolicy } from './guest-plan.js';

const texts: Readonly<Record<VmPolicy, string>> = {
  migrate: 'is moved, and never shut down',
  stop: 'is shut down in order for the turn of its host, and started after it',
  suspend: 'is suspended for the turn of its host, and resumed after it',
  leave: 'is moved, and left where it landed',
};

export function describeGuests(guests: GuestPlan | undefined): readonly string[] {
  if (guests === undefined) return [];
  const { vms, stopUnmovable, suspend, hardStop } = guests;
  return [
    ...(stopUnmovable === null
      ? []
      : [
          `By consent: VMs that cannot move are shut down in order for the turn of their host, and started after it: ${describeConsent(stopUnmovable)}.`,
        ]),
    ...vms.map(({ name, policy, consent }) => `By consent: ${name} ${texts[policy]}: ${describeConsent(consent)}.`),
    ...(suspend === null ? [] : [`By consent: VMs with that policy are suspended: ${describeConsent(suspend)}.`]),
    ...hardStop.map(
      ({ name, consent }) =>
        `By consent: the plug of ${name} is pulled if it does not shut down in order: ${describeConsent(consent)}.`,
    ),
  ];
}
