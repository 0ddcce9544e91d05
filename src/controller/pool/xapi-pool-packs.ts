/** Packs over XAPI: an image on a disk of the pool's, made known as a pool_update, applied host by host (xencenter-rpu.md 3.5). */
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { CallArguments } from '../../xapi/calls/call-table.js';
import { failureOf } from '../../xapi/connection/failure.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import type { PoolPacks } from './pool-packs.js';

/** Marks the disk with the pack that it holds, so that what a broken attempt left is found again. */
const packMark = 'drydock_pack';

/** An image of a gigabyte over a slow link. */
const uploadDeadline = 30 * 60_000;
/** How long the pool may take to write what it was sent. */
const settleDeadline = 10 * 60_000;

export function xapiPoolPacks(connection: XapiConnection, clock: Clock): PoolPacks {
  const host = (uuid: string): Promise<string> => connection.call('host.get_by_uuid', [uuid]);
  const update = (uuid: string): Promise<string> => connection.call('pool_update.get_by_uuid', [uuid]);
  return {
    read: async () => {
      const records = await readOrNone(() => connection.call('pool_update.get_all_records', []));
      const hosts = await connection.call('host.get_all_records', []);
      return Object.values(records).map((record) => ({
        uuid: record.uuid,
        name: record.name_label,
        hosts: record.hosts.flatMap((ref) => hosts[ref]?.uuid ?? []),
        stored: record.vdi !== null,
      }));
    },

    upload: async (pack, sr, image, signal) => {
      const known = Object.values(await connection.call('pool_update.get_all_records', []));
      if (known.some(({ uuid, vdi }) => uuid === pack.uuid && vdi !== null)) return;
      await removeLeftovers(connection, pack.uuid);
      const storage = await connection.call('SR.get_by_uuid', [sr]);
      const disk = await connection.call('VDI.create', [diskRecord(pack, storage, image.bytes)]);
      try {
        await transfer(connection, clock, { disk, image, signal });
        await connection.call('pool_update.introduce', [disk]);
      } catch (error) {
        // A disk that nobody knows of would stay for ever; where the answer was lost, the next attempt looks for it.
        if (failureOf(error) !== undefined || isCode(error, 'UPLOAD_REFUSED'))
          await tidily(connection.call('VDI.destroy', [disk]));
        throw error;
      }
    },

    startApply: async (hostUuid, packUuid) => {
      const args = [await update(packUuid), await host(hostUuid)] as const;
      try {
        await connection.call('pool_update.precheck', args);
      } catch (error) {
        if (failureOf(error)?.code === 'UPDATE_ALREADY_APPLIED') return null;
        throw error;
      }
      return { task: await connection.start('pool_update.apply', args) };
    },

    clean: async (packUuid) => {
      const records = Object.entries(await connection.call('pool_update.get_all_records', []));
      const [ref, record] = records.find(([, { uuid }]) => uuid === packUuid) ?? [];
      if (ref !== undefined && record !== undefined) {
        if (record.vdi !== null) await connection.call('pool_update.pool_clean', [ref]);
        if (record.hosts.length === 0) await connection.call('pool_update.destroy', [ref]);
      }
      await removeLeftovers(connection, packUuid);
    },

    restartToolstack: async (hostUuid) => {
      await connection.call('host.restart_agent', [await host(hostUuid)]);
    },
  };
}

function diskRecord(
  { uuid, name }: { readonly uuid: string; readonly name: string },
  storage: string,
  bytes: number,
): CallArguments<'VDI.create'>[0] {
  return {
    name_label: `${name} (pack, for the time of an upgrade)`,
    name_description: 'Drydock takes it away when every host has the pack.',
    SR: storage,
    virtual_size: String(bytes),
    type: 'user',
    sharable: false,
    read_only: false,
    // XenCenter marks such a disk so as well.
    other_config: { supp_pack_iso: 'true', [packMark]: uuid },
    xenstore_data: {},
    sm_config: {},
    tags: [],
  };
}

async function transfer(
  connection: XapiConnection,
  clock: Clock,
  { disk, image, signal }: { disk: string; image: Parameters<PoolPacks['upload']>[2]; signal: AbortSignal },
): Promise<void> {
  const task = await connection.call('task.create', ['Drydock: pack', 'the image of a supplemental pack']);
  try {
    const query = { task_id: task, vdi: disk };
    await connection.upload('/import_raw_vdi', query, image, { signal, deadline: uploadDeadline });
    await taskEnded(connection, clock, task, signal);
  } finally {
    await tidily(connection.call('task.destroy', [task]));
  }
}

/** xapi says 200 before it reads: only the task tells that the whole image lies on the disk. */
async function taskEnded(connection: XapiConnection, clock: Clock, task: string, signal: AbortSignal): Promise<void> {
  const until = clock.now() + settleDeadline;
  for (;;) {
    const { status, error_info: error } = await connection.call('task.get_record', [task]);
    if (status === 'success') return;
    const found = status === 'pending' || status === 'cancelling' ? 'the pool is still writing' : error.join(', ');
    if ((status !== 'pending' && status !== 'cancelling') || clock.now() >= until) {
      throw new DrydockError('UPLOAD_REFUSED', { attempted: 'sending the image of a pack', found });
    }
    await clock.sleep(1000, signal);
  }
}

/** Disks of earlier attempts that no update holds. */
async function removeLeftovers(connection: XapiConnection, pack: string): Promise<void> {
  const updates = Object.values(await connection.call('pool_update.get_all_records', []));
  const held = new Set(updates.map(({ vdi }) => vdi));
  const disks = Object.entries(await connection.call('VDI.get_all_records', []));
  for (const [ref, { other_config: config }] of disks) {
    if (config[packMark] === pack && !held.has(ref)) await connection.call('VDI.destroy', [ref]);
  }
}

async function readOrNone<T extends object>(reading: () => Promise<T>): Promise<T | Record<string, never>> {
  try {
    return await reading();
  } catch (error) {
    if (failureOf(error)?.code === 'MESSAGE_METHOD_UNKNOWN') return {};
    throw error;
  }
}

/** Its failure is no reason to fail. */
async function tidily(act: Promise<unknown>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!(error instanceof DrydockError)) throw error;
  });
}

function isCode(error: unknown, code: DrydockError['code']): boolean {
  return error instanceof DrydockError && error.code === code;
}
