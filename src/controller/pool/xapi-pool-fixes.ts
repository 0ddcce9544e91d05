/** The fixes over XAPI. References are looked up afresh for each. */
import { failureOf } from '../../xapi/connection/failure.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { autostartKey, maintenanceMark } from '../facts/other-config-keys.js';
import type { PoolFixes } from './pool-fixes.js';

export function xapiPoolFixes(connection: XapiConnection): PoolFixes {
  const host = (uuid: string): Promise<string> => connection.call('host.get_by_uuid', [uuid]);
  const pool = async (): Promise<string> => (await connection.call('pool.get_all', []))[0] ?? '';
  return {
    setAutostart: async (vmUuid, on) => {
      const vm = await connection.call('VM.get_by_uuid', [vmUuid]);
      // There is no call that replaces one key; removing one that is not there is no error.
      await connection.call('VM.remove_from_other_config', [vm, autostartKey]);
      await connection.call('VM.add_to_other_config', [vm, autostartKey, String(on)]);
    },

    ejectDisc: async (driveUuid) => {
      const drive = await connection.call('VBD.get_by_uuid', [driveUuid]);
      await unless('VBD_IS_EMPTY', connection.call('VBD.eject', [drive]));
    },

    insertDisc: async (driveUuid, discUuid) => {
      const drive = await connection.call('VBD.get_by_uuid', [driveUuid]);
      const disc = await connection.call('VDI.get_by_uuid', [discUuid]);
      try {
        await connection.call('VBD.insert', [drive, disc]);
      } catch (error) {
        // VBD_NOT_EMPTY: fine if it is this very disc.
        if (failureOf(error)?.code !== 'VBD_NOT_EMPTY') throw error;
        if ((await connection.call('VBD.get_VDI', [drive])) !== disc) throw error;
      }
    },

    endMaintenance: async (hostUuid) => {
      const ref = await host(hostUuid);
      await connection.call('host.remove_from_other_config', [ref, maintenanceMark]);
      await connection.call('host.enable', [ref]);
    },

    endHealthCheck: async () => {
      await connection.call('pool.set_health_check_config', [await pool(), {}]);
    },

    disableLegacyTls: async () => {
      await connection.call('pool.disable_ssl_legacy', [await pool()]);
    },

    clearPowerOn: async (hostUuid) => {
      await connection.call('host.set_power_on_mode', [await host(hostUuid), '', {}]);
    },
  };
}

async function unless(code: string, act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (failureOf(error)?.code !== code) throw error;
  }
}
