/** Guests taken down and started over XAPI. References are looked up afresh for each. */
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import type { PoolGuests } from './pool-guests.js';

/** Neither paused, nor in spite of what xapi says against it. */
const plainly = [false, false] as const;

export function xapiPoolGuests(connection: XapiConnection): PoolGuests {
  const vm = (uuid: string): Promise<string> => connection.call('VM.get_by_uuid', [uuid]);
  const host = (uuid: string): Promise<string> => connection.call('host.get_by_uuid', [uuid]);
  return {
    startShutdown: async (uuid) => ({ task: await connection.start('VM.clean_shutdown', [await vm(uuid)]) }),
    startHardShutdown: async (uuid) => ({ task: await connection.start('VM.hard_shutdown', [await vm(uuid)]) }),
    startSuspension: async (uuid) => ({ task: await connection.start('VM.suspend', [await vm(uuid)]) }),
    startStart: async (uuid, hostUuid) => ({
      task:
        hostUuid === null
          ? await connection.start('VM.start', [await vm(uuid), ...plainly])
          : await connection.start('VM.start_on', [await vm(uuid), await host(hostUuid), ...plainly]),
    }),
    startResumption: async (uuid, hostUuid) => ({
      task:
        hostUuid === null
          ? await connection.start('VM.resume', [await vm(uuid), ...plainly])
          : await connection.start('VM.resume_on', [await vm(uuid), await host(hostUuid), ...plainly]),
    }),
  };
}
