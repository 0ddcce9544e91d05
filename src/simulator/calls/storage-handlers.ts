/** Calls about storage connections and drives. */
import { nullRef } from '../state/objects.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Handlers } from '../dispatch/call.js';
import { assertReachable } from './host-reach.js';

export const storageHandlers: Handlers = {
  'PBD.plug': async (call) => {
    const { world } = call;
    const pbd = call.entity('self', 'PBD', world.state.pbds);
    const host = world.state.host(pbd.host);
    assertReachable(host);
    await world.sleep(call.world.times.storagePlug, call.signal);
    if (!pbd.pluggable) throw XapiFailure.of('SR_BACKEND_FAILURE_47', '', 'The SR is not available', '');
    if (!pbd.attached) world.history.record('storage-attached', host.uuid, { attached: 1, failed: 0 });
    pbd.attached = true;
    return nothing;
  },

  'PBD.unplug': async (call) => {
    const { world } = call;
    const pbd = call.entity('self', 'PBD', world.state.pbds);
    const host = world.state.host(pbd.host);
    assertReachable(host);
    await world.sleep(call.world.times.storagePlug, call.signal);
    pbd.attached = false;
    world.history.record('storage-detached', host.uuid, { sr: world.state.srs.get(pbd.sr)?.uuid ?? pbd.sr });
    return nothing;
  },

  'VBD.eject': (call) => {
    const vbd = call.entity('vbd', 'VBD', call.world.state.vbds);
    if (vbd.type !== 'CD') throw XapiFailure.of('VBD_NOT_REMOVABLE_MEDIA', vbd.ref);
    if (vbd.vdi === nullRef) throw XapiFailure.of('VBD_IS_EMPTY', vbd.ref);
    vbd.vdi = nullRef;
    return nothing;
  },

  'VBD.insert': (call) => {
    const vbd = call.entity('vbd', 'VBD', call.world.state.vbds);
    const vdi = call.entity('vdi', 'VDI', call.world.state.vdis);
    if (vbd.type !== 'CD') throw XapiFailure.of('VBD_NOT_REMOVABLE_MEDIA', vbd.ref);
    if (vbd.vdi !== nullRef) throw XapiFailure.of('VBD_NOT_EMPTY', vbd.ref);
    vbd.vdi = vdi.ref;
    return nothing;
  },

  'SR.scan': (call) => {
    call.entity('sr', 'SR', call.world.state.srs);
    return nothing;
  },
};
