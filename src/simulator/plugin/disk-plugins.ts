/**
 * XCP-ng's plugins about disks (xcp-ng-xapi-plugins): `raid.py` since 8.0, `smartctl.py` since 8.3. The machine has one disk, or
 * paths to one, and no software RAID.
 */
import { isAtLeast } from '../../releases/versions.js';
import type { Host } from '../state/objects.js';
import { XapiFailure } from '../xapi-failure.js';

/** Undefined where the host has no such plugin. @throws XapiFailure as the plugin fails */
export function diskPluginAnswer(host: Host, plugin: string, fn: string): string | undefined {
  const { brand, platform } = host.running.facts;
  if (brand !== 'XCP-ng') return undefined;
  if (plugin === 'raid.py' && isAtLeast(platform.version, '3.0.0')) {
    if (fn !== 'check_raid_pool') throw XapiFailure.of('UNKNOWN_XENAPI_PLUGIN_FUNCTION', fn);
    return '{}';
  }
  if (plugin !== 'smartctl.py' || !isAtLeast(platform.version, '3.4.0')) return undefined;
  const { diskHealth } = host.machine.system;
  const key = '/dev/sda:scsi';
  switch (fn) {
    case 'health':
      // Looked up without a look whether it is there; what Python raises is passed on in this form (xcpngutils, error_wrapped).
      if (diskHealth === 'untold')
        throw XapiFailure.of('-1', "'smart_status'", '', 'Traceback (most recent call last):');
      return JSON.stringify({ [key]: diskHealth === 'sound' ? 'PASSED' : 'FAILED' });
    case 'information':
      return JSON.stringify({
        [key]: { smartctl: { exit_status: 0 }, ...(diskHealth === 'untold' ? {} : verdict(diskHealth === 'sound')) },
      });
    default:
      throw XapiFailure.of('UNKNOWN_XENAPI_PLUGIN_FUNCTION', fn);
  }
}

function verdict(passed: boolean): object {
  return { smart_status: { passed } };
}
