/** From tags, configuration and command line to one policy for each guest: what is said now wins over what is written for always. */
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { nearestWord } from '../../../shared/nearest-word.js';
import type { PoolFacts, VmFacts } from '../../facts/pool-facts.js';
import type { Survey } from '../../facts/survey.js';
import { vmPolicies, type Consent, type GuestPlan, type VmPolicy } from './guest-plan.js';
import { readTags, tagOf } from './vm-tags.js';

/** From the configuration. */
export interface ConfiguredPolicy {
  readonly pool: string;
  /** Name or uuid. */
  readonly vm: string;
  readonly policy: VmPolicy;
}

/** As a person gives them with a plan. */
export interface GuestWishes {
  readonly stopVms?: boolean | undefined;
  readonly allowSuspend?: boolean | undefined;
  /** `NAME=stop`, by name or uuid. */
  readonly vmPolicies?: readonly string[] | undefined;
  /** Names or uuids. */
  readonly hardStop?: readonly string[] | undefined;
}

/**
 * @param configured those of this pool
 * @throws VM_POLICY_INVALID, PLAN_VM_UNKNOWN
 */
export function resolveGuests(
  pool: PoolFacts,
  survey: Survey | undefined,
  wishes: GuestWishes,
  by: string,
  configured: readonly ConfiguredPolicy[] = [],
): GuestPlan {
  const said = new Map((wishes.vmPolicies ?? []).map((text) => parsePolicy(pool, text, by)));
  const written = new Map(
    configured.map(({ vm, policy }) => {
      const consent = { by: 'the configuration', how: `vmPolicies: ${vm}=${policy}` };
      return [findVm(pool, vm).uuid, { policy, consent }] as const;
    }),
  );
  const vms = pool.vms.flatMap((vm): GuestPlan['vms'] => {
    const found = said.get(vm.uuid) ?? written.get(vm.uuid) ?? tagged(vm, survey);
    return found === undefined ? [] : [{ vm: vm.uuid, name: vm.name, ...found }];
  });
  const given = (flag: boolean | undefined, how: string): Consent | null => (flag === true ? { by, how } : null);
  return {
    vms,
    stopUnmovable: given(wishes.stopVms, '--stop-vms'),
    suspend: given(wishes.allowSuspend, '--allow-suspend'),
    hardStop: (wishes.hardStop ?? []).map((text) => {
      const { uuid: vm, name } = findVm(pool, text);
      return { vm, name, consent: { by, how: `--hard-stop ${text}` } };
    }),
    startOrder: (survey?.vms ?? []).flatMap(({ uuid, needs: { order } }) => (order === 0 ? [] : [{ vm: uuid, order }])),
  };
}

function tagged(vm: VmFacts, survey: Survey | undefined): { policy: VmPolicy; consent: Consent } | undefined {
  const tags = survey?.vms.find(({ uuid }) => uuid === vm.uuid)?.needs.tags ?? [];
  const { policy } = readTags(tags);
  return policy === undefined ? undefined : { policy, consent: { by: 'a tag of the VM', how: tagOf(policy) } };
}

/** A name may hold an equals sign; a policy does not. */
function parsePolicy(
  pool: PoolFacts,
  text: string,
  by: string,
): readonly [string, { readonly policy: VmPolicy; readonly consent: Consent }] {
  const equals = text.lastIndexOf('=');
  const word = text.slice(equals + 1);
  const policy = vmPolicies.find((known) => known === word);
  if (equals < 1 || policy === undefined) {
    const near = equals < 1 ? undefined : nearestWord(word, vmPolicies);
    throw new DrydockError('VM_POLICY_INVALID', {
      attempted: 'reading the policy of a VM',
      subject: text,
      expected: `NAME=${vmPolicies.join('|')}`,
      found: near === undefined ? 'another form' : `${word}: is ${near} meant?`,
    });
  }
  return [findVm(pool, text.slice(0, equals)).uuid, { policy, consent: { by, how: `--vm ${text}` } }];
}

function findVm(pool: PoolFacts, nameOrUuid: string): VmFacts {
  const byUuid = pool.vms.find((vm) => vm.uuid === nameOrUuid);
  if (byUuid !== undefined) return byUuid;
  const [vm, another] = pool.vms.filter(({ name }) => name === nameOrUuid);
  if (vm !== undefined && another === undefined) return vm;
  const names = pool.vms.map(({ name }) => name);
  const near = vm === undefined ? nearestWord(nameOrUuid, names) : undefined;
  const none = near === undefined ? 'no VM of that name or uuid' : `none: is ${near} meant?`;
  throw new DrydockError('PLAN_VM_UNKNOWN', {
    attempted: `looking for the VM ${nameOrUuid} in the pool ${pool.name}`,
    subject: nameOrUuid,
    found: vm === undefined ? none : 'more than one VM of that name: use the uuid',
  });
}
