/** Calls about a host that leave its power alone: taking it out of service and back, evacuation, questions (xapi.md 1.4). */
import { planEvacuation } from '../planner/evacuation-plan.js';
import { evacuateHost } from '../life/evacuation.js';
import { callPlugin } from '../plugin/call-plugin.js';
import { WireDateTime } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Handlers } from '../dispatch/call.js';
import { assertReachable } from './host-reach.js';
import { assertFailoverPlanHolds } from './ha-guard.js';

export const hostHandlers: Handlers = {
  'host.disable': (call) => {
    const host = call.host('host');
    assertReachable(host);
    assertFailoverPlanHolds(call.world.state, host);
    if (call.has('auto_enable') && !call.flag('auto_enable')) host.autoEnable = false;
    host.disableMark = true;
    if (host.enabled) {
      host.enabled = false;
      call.world.history.record('host-disabled', host.uuid, { by: 'call' });
    }
    return nothing;
  },

  'host.enable': (call) => {
    const host = call.host('host');
    assertReachable(host);
    if (host.stillBooting) throw XapiFailure.of('HOST_STILL_BOOTING');
    host.disableMark = false;
    host.autoEnable = true;
    if (!host.enabled) {
      host.enabled = true;
      call.world.history.record('host-enabled', host.uuid, { by: 'call' });
    }
    return nothing;
  },

  'host.evacuate': async (call) => {
    await evacuateHost(call.world, call.host('host'), call);
    return nothing;
  },

  'host.get_vms_which_prevent_evacuation': (call) =>
    Object.fromEntries(planEvacuation(call.world.state, call.host('self')).reasons),

  'host.assert_can_evacuate': (call) => {
    const { reasons } = planEvacuation(call.world.state, call.host('host'));
    if (reasons.size === 0) return nothing;
    throw XapiFailure.of('CANNOT_EVACUATE_HOST', [...reasons.values()].map((reason) => reason.join(',')).join('|'));
  },

  'host.call_plugin': (call) =>
    callPlugin(call.world, call.host('host'), call.text('plugin'), call.text('fn'), call.map('args')),

  'host.get_servertime': (call) => {
    const host = call.host('host');
    assertReachable(host);
    return WireDateTime.at(call.world.now() + host.clockOffset);
  },

  'host.compute_free_memory': (call) => String(call.world.state.memoryFree(call.host('host'))),

  'host.get_server_certificate': (call) => {
    const host = call.host('host');
    assertReachable(host);
    return call.world.certificateOf(host.address).certificatePem;
  },

  'host.is_in_emergency_mode': () => false,
};
