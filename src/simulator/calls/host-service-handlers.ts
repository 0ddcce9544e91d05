/** Taking a host out of service and bringing it back, with the guards of `assert_safe_to_reenable` in xapi_host.ml (xapi.md 1.4). */
import { brokenStorageOfProtectedVms } from '../planner/protected-storage.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Handlers } from '../dispatch/call.js';
import { assertReachable } from './host-reach.js';
import { assertFailoverPlanHolds } from './ha-guard.js';

export const hostServiceHandlers: Handlers = {
  // A host that is disabled already keeps the marks it has: the call looks no further.
  'host.disable': (call) => {
    const host = call.host('host');
    assertFailoverPlanHolds(call.world.state, host);
    assertReachable(host);
    if (!host.enabled) return nothing;
    host.enabled = false;
    host.disableMark = true;
    if (call.has('auto_enable') && !call.flag('auto_enable')) host.autoEnable = false;
    call.world.history.record('host-disabled', host.uuid, { by: 'call' });
    return nothing;
  },

  'host.enable': (call) => {
    const host = call.host('host');
    const { state } = call.world;
    assertReachable(host);
    if (host.enabled) return nothing;
    if (host.stillBooting) throw XapiFailure.of('HOST_STILL_BOOTING');
    if (host.pendingGuidances.length > 0) {
      throw XapiFailure.of('HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY', host.ref);
    }
    if (host.disabledUntilReboot) throw XapiFailure.of('HOST_DISABLED_UNTIL_REBOOT', host.ref);
    const broken = brokenStorageOfProtectedVms(state, host);
    if (broken !== undefined) throw new XapiFailure(broken);
    host.disableMark = false;
    host.autoEnable = true;
    host.enabled = true;
    call.world.history.record('host-enabled', host.uuid, { by: 'call' });
    return nothing;
  },
};
