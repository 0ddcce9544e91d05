/** What the effects that take a guest down, and those that bring it back, have alike: which guest, on which host, by whose consent. */
import { hostByUuid, type VmFacts } from '../facts/pool-facts.js';
import { confirmed, failed, notYet, type Confirmation, type EffectRequest, type EffectView } from './effect.js';
import { detailText } from './request-detail.js';
import { taskVerdict } from './task-outcome.js';

export function vmOf(request: EffectRequest, view: EffectView): VmFacts | undefined {
  return view.pool?.vms.find((candidate) => candidate.uuid === request.key);
}

/** A guest goes down only by a person's word, only on the host whose turn it is, and only when that takes no new guests. */
export function refusesTakingDown(request: EffectRequest, view: EffectView): string | undefined {
  if (detailText(request, 'consent') === '') return 'nobody has consented to it';
  if (view.pool === undefined) return 'the pool cannot be read';
  const vm = vmOf(request, view);
  if (vm === undefined) return 'the VM no longer exists';
  const host = hostByUuid(view.pool, detailText(request, 'host'));
  if (vm.residentOn !== host?.uuid) return `the VM is not on ${host?.name ?? 'that host'} any more`;
  return host.enabled ? `${host.name} is enabled: the VM could be started there again` : undefined;
}

/** Only on a host that is in service; without one the pool chooses. */
export function refusesBringingBack(request: EffectRequest, view: EffectView): string | undefined {
  if (view.pool === undefined) return 'the pool cannot be read';
  if (vmOf(request, view) === undefined) return 'the VM no longer exists';
  const uuid = hostOrNull(request);
  if (uuid === null) return undefined;
  const host = hostByUuid(view.pool, uuid);
  if (host === undefined) return 'its host is not in the pool any more';
  return host.enabled && host.live === true ? undefined : `${host.name} is out of service`;
}

export function hostOrNull(request: EffectRequest): string | null {
  const host = detailText(request, 'host');
  return host === '' ? null : host;
}

/** Confirmed by the power state alone: the task may be gone with the coordinator. */
export function confirmState(
  request: EffectRequest,
  view: EffectView,
  wanted: VmFacts['powerState'],
  waiting: string,
): Confirmation {
  const vm = vmOf(request, view);
  if (vm?.powerState === wanted && vm.currentOperations.length === 0) return confirmed;
  const running = taskVerdict(view);
  if (running !== undefined) return running;
  if (view.pool !== undefined && vm === undefined) return failed('the VM no longer exists');
  return notYet(waiting);
}
