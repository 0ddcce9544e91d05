/** Calls about updates and packs of 7.1 and later (xapi_pool_update.ml; the helper of dom0 that applies them). */
import { nullRef, type Host, type Ref } from '../state/objects.js';
import type { InventoryObject } from '../inventory/inventory.js';
import { hostsWith, imageOf, markApplied } from '../updates/host-updates.js';
import { readUpdateImage } from '../updates/update-document.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Call, type Handlers } from '../dispatch/call.js';
import { assertReachable } from './host-reach.js';

export const updateHandlers: Handlers = {
  'pool_update.introduce': (call) => {
    const { world } = call;
    const { inventory, images } = world.state;
    const disk = call.entity('vdi', 'VDI', world.state.vdis);
    const document = readUpdateImage(images.get(disk.ref) ?? Buffer.alloc(0));
    const known = inventory.list('pool_update').find(({ uuid }) => uuid === document.uuid);
    if (known !== undefined) {
      const image = imageOf(world, known);
      if (image !== nullRef && image !== disk.ref) throw XapiFailure.of('UPDATE_ALREADY_EXISTS', document.uuid);
      inventory.write(known.ref, 'vdi', disk.ref);
      return known.ref;
    }
    const entity = { ref: world.state.newEntity().ref, uuid: document.uuid };
    const { name, version, guidance } = document;
    const fields = { name_label: name, name_description: '', version, after_apply_guidance: guidance, hosts: [] };
    return inventory.add('pool_update', entity, { ...fields, vdi: disk.ref }).ref;
  },

  'pool_update.precheck': (call) => {
    assertApplicable(call);
    return 'ok';
  },

  'pool_update.apply': async (call) => {
    const { world } = call;
    const { update, host } = assertApplicable(call);
    const { incarnation } = host;
    await world.sleep(world.times.updateApply, call.signal);
    if (host.incarnation !== incarnation) throw XapiFailure.of('UPDATE_APPLY_FAILED', 'the host went down');
    if (hostsWith(world, update).includes(host.ref)) throw XapiFailure.of('UPDATE_ALREADY_APPLIED', update.ref);
    markApplied(world, host, update, guidanceOf(update).includes('restartHost'));
    return nothing;
  },

  'pool_update.pool_clean': (call) => {
    const { world } = call;
    const { state, history } = world;
    const update = updateOf(call);
    const disk = state.vdis.get(imageOf(world, update));
    if (disk !== undefined) {
      state.vdis.delete(disk.ref);
      state.images.delete(disk.ref);
      history.record('disk-destroyed', null, { vdi: disk.uuid });
    }
    state.inventory.write(update.ref, 'vdi', nullRef);
    return nothing;
  },

  'pool_update.destroy': (call) => {
    const update = updateOf(call);
    if (hostsWith(call.world, update).length > 0) throw XapiFailure.of('UPDATE_IS_APPLIED');
    call.world.state.inventory.remove('pool_update', update.ref);
    return nothing;
  },
};

function assertApplicable(call: Call): { readonly update: InventoryObject; readonly host: Host } {
  const { world } = call;
  const update = updateOf(call);
  const host = call.host('host');
  assertReachable(host);
  if (hostsWith(world, update).includes(host.ref)) throw XapiFailure.of('UPDATE_ALREADY_APPLIED', update.ref);
  // The host fetches the packages from the coordinator, which mounts the image.
  const image: Ref = imageOf(world, update);
  if (!world.state.images.has(image)) throw XapiFailure.of('CANNOT_FIND_UPDATE');
  return { update, host };
}

function guidanceOf({ fields }: InventoryObject): readonly string[] {
  const guidance = fields['after_apply_guidance'];
  return Array.isArray(guidance) ? guidance.map(String) : [];
}

function updateOf(call: Call): InventoryObject {
  const ref = call.text('self');
  const update = call.world.state.inventory.find('pool_update', ref);
  if (update === undefined) throw XapiFailure.of('HANDLE_INVALID', 'pool_update', ref);
  return update;
}
