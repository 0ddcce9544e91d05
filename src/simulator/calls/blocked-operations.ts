/** `VM.blocked_operations`: what somebody has forbidden, with the text that refusals show. The planner reads it from the VM. */
import { nothing, type Call, type Handlers } from '../dispatch/call.js';
import { without } from '../state/text-map.js';
import { XapiFailure } from '../xapi-failure.js';

export const blockedOperationHandlers: Handlers = {
  'VM.set_blocked_operations': (call) => {
    vmOf(call).blockedOperations = call.map('value');
    return nothing;
  },

  'VM.add_to_blocked_operations': (call) => {
    const vm = vmOf(call);
    const key = call.text('key');
    if (key in vm.blockedOperations) throw XapiFailure.of('MAP_DUPLICATE_KEY', 'VM', 'blocked_operations', vm.ref, key);
    vm.blockedOperations = { ...vm.blockedOperations, [key]: call.text('value') };
    return nothing;
  },

  'VM.remove_from_blocked_operations': (call) => {
    const vm = vmOf(call);
    vm.blockedOperations = without(vm.blockedOperations, call.text('key'));
    return nothing;
  },
};

function vmOf(call: Call): ReturnType<Call['vm']> {
  return call.vm('self');
}
