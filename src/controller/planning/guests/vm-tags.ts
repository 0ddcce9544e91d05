/** Policies that stand on the VMs themselves, as tags: `drydock:stop`, `drydock:suspend`, `drydock:migrate`, `drydock:leave`. */
import { vmPolicies, type VmPolicy } from './guest-plan.js';

const prefix = 'drydock:';

export interface TagReading {
  /** undefined where it has no such tag, or several that disagree. */
  readonly policy: VmPolicy | undefined;
  readonly disagreeing: readonly string[];
  /** Tags that begin like ours and are none. */
  readonly unknown: readonly string[];
}

export function readTags(tags: readonly string[]): TagReading {
  const ours = tags.filter((tag) => tag.startsWith(prefix));
  const policies = [...new Set(ours)].flatMap((tag) => vmPolicies.filter((policy) => tag === tagOf(policy)));
  const [policy, ...others] = policies;
  return {
    policy: others.length === 0 ? policy : undefined,
    disagreeing: others.length === 0 ? [] : policies.map(tagOf),
    unknown: ours.filter((tag) => !vmPolicies.some((known) => tag === tagOf(known))),
  };
}

export function tagOf(policy: VmPolicy): string {
  return `${prefix}${policy}`;
}
