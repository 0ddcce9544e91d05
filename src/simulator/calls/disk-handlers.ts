/** Calls that make disks and take them away, as far as room and use go. */
import { isStruct, type WireValue } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Call, type Handlers } from '../dispatch/call.js';
import type { StorageRepository } from '../state/objects.js';

/** What a record for VDI.create must have (XenAPI data model: fields of the constructor without a default). */
const needed = ['name_label', 'SR', 'virtual_size', 'type', 'sharable', 'read_only', 'other_config'];

export const diskHandlers: Handlers = {
  'VDI.create': (call) => {
    const { state, history } = call.world;
    const args = call.value('args');
    if (!isStruct(args)) throw XapiFailure.of('FIELD_TYPE_ERROR', 'args');
    for (const field of needed) if (!(field in args)) throw XapiFailure.of('FIELD_TYPE_ERROR', field);
    const wanted = textOf(args['SR']);
    const storage = state.srs.get(wanted);
    if (storage === undefined) throw XapiFailure.of('HANDLE_INVALID', 'SR', wanted);
    const size = Number(args['virtual_size']);
    if (!Number.isInteger(size)) throw XapiFailure.of('FIELD_TYPE_ERROR', 'virtual_size');
    if (size > room(call, storage)) {
      throw XapiFailure.of('SR_BACKEND_FAILURE_44', '', 'There is insufficient space', '');
    }
    const disk = { ...state.newEntity(), name: textOf(args['name_label']), sr: storage.ref, size, resetsOnBoot: false };
    state.vdis.set(disk.ref, disk);
    state.inventory.write(disk.ref, 'other_config', args['other_config'] ?? {});
    history.record('disk-created', null, { vdi: disk.uuid });
    return disk.ref;
  },

  'VDI.destroy': (call) => {
    const { state, history } = call.world;
    const disk = call.entity('self', 'VDI', state.vdis);
    const used = [...state.vbds.values()].some(({ vdi }) => vdi === disk.ref);
    if (used) throw XapiFailure.of('VDI_IN_USE', disk.ref, 'destroy');
    state.vdis.delete(disk.ref);
    state.images.delete(disk.ref);
    history.record('disk-destroyed', null, { vdi: disk.uuid });
    return nothing;
  },
};

function textOf(value: WireValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function room({ world }: Call, storage: StorageRepository): number {
  const used = [...world.state.vdis.values()].filter(({ sr }) => sr === storage.ref);
  return storage.size - used.reduce((sum, { size }) => sum + size, 0);
}
