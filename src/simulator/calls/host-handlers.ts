/** Calls about a host that leave its power alone: evacuation and questions (xapi.md 1.4). */
import { planEvacuation } from '../planner/evacuation-plan.js';
import { memoryWithBallooning } from '../planner/memory.js';
import { evacuateHost } from '../life/evacuation.js';
import { wlbRecommendations } from '../life/wlb.js';
import { callPlugin } from '../plugin/call-plugin.js';
import { WireDateTime } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Handlers } from '../dispatch/call.js';
import { assertReachable } from './host-reach.js';
import { assertFailoverPlanHolds } from './ha-guard.js';

export const hostHandlers: Handlers = {
  'host.evacuate': async (call) => {
    const host = call.host('host');
    assertFailoverPlanHolds(call.world.state, host);
    await evacuateHost(call.world, host, {
      operation: call.operationRef,
      why: 'call',
      signal: call.signal,
      batch: call.has('evacuate_batch_size') ? call.number('evacuate_batch_size') : 0,
      progress: (done) => {
        if (call.task !== null) call.task.progress = done;
      },
    });
    return nothing;
  },

  'host.get_vms_which_prevent_evacuation': (call) =>
    Object.fromEntries(planEvacuation(call.world.state, call.host('self')).reasons),

  'host.assert_can_evacuate': (call) => {
    const { reasons } = planEvacuation(call.world.state, call.host('host'));
    if (reasons.size === 0) return nothing;
    throw XapiFailure.of('CANNOT_EVACUATE_HOST', [...reasons.values()].map((reason) => reason.join(',')).join('|'));
  },

  'host.retrieve_wlb_evacuate_recommendations': (call) =>
    Object.fromEntries(wlbRecommendations(call.world, call.host('self'))),

  'host.call_plugin': (call) =>
    callPlugin(call.world, call.host('host'), call.text('plugin'), call.text('fn'), call.map('args')),

  'host.get_servertime': (call) => {
    const host = call.host('host');
    assertReachable(host);
    return WireDateTime.at(call.world.now() + host.clockOffset);
  },

  'host.compute_free_memory': (call) => String(memoryWithBallooning(call.world.state, call.host('host'))),

  'host.get_server_certificate': (call) => {
    const host = call.host('host');
    assertReachable(host);
    return call.world.certificateOf(host.address).certificatePem;
  },

  'host.is_in_emergency_mode': () => false,
};
