/** An operation on a host, shown in its `current_operations` while it runs (`with_host_operation` in xapi_host_helpers.ml). */
import { reasonAgainstHostOperation, upgradeHostOperations, type HostOperation } from '../planner/host-operation.js';
import type { Host, Ref } from '../state/objects.js';
import { without } from '../state/text-map.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';

/** While a pool is half upgraded only evacuate and provision are noted. @throws XapiFailure when it is not allowed now */
export async function withHostOperation<Result>(
  world: World,
  host: Host,
  operation: HostOperation,
  ref: Ref,
  work: () => Promise<Result> | Result,
): Promise<Result> {
  const reason = reasonAgainstHostOperation(host, operation);
  if (reason !== undefined) throw new XapiFailure(reason);
  const noted = !world.state.upgrading || upgradeHostOperations.includes(operation);
  if (noted) host.currentOperations = { ...host.currentOperations, [ref]: operation };
  try {
    return await work();
  } finally {
    if (noted) host.currentOperations = without(host.currentOperations, ref);
  }
}
