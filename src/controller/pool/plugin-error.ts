/** What went wrong in a call of the host-upgrade plugin, with the plugin's code where it has one. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { describeFailure, failureOf } from '../../xapi/connection/failure.js';
import { pluginCodeOf } from '../../xapi/host-upgrade-plugin.js';
import type { PluginFunction } from './pool-port.js';

/** PLUGIN_FAILED with `data.pluginCode`, or the error itself when it is not the plugin's. */
export function pluginError(error: unknown, hostUuid: string, fn: PluginFunction, url: string): unknown {
  const failure = failureOf(error);
  if (failure === undefined) return error;
  // The address holds the host's grant, and the plugin repeats it in its output: it may stand in no log.
  const params = failure.params.map((param) => param.replaceAll(url, '[media address]'));
  const pluginCode = pluginCodeOf([failure.code, ...params]);
  if (pluginCode === undefined) return error;
  return pluginFailed(hostUuid, fn, describeFailure(failure.code, params), pluginCode);
}

/** testUrl and main answer "true" or raise; anything else is no consent. The other functions answer with data. */
export function assertPluginAgrees(answer: string, hostUuid: string, fn: PluginFunction): void {
  if ((fn !== 'testUrl' && fn !== 'main') || answer === 'true') return;
  throw pluginFailed(hostUuid, fn, JSON.stringify(answer.slice(0, 200)), answer.slice(0, 200));
}

function pluginFailed(hostUuid: string, fn: PluginFunction, found: string, pluginCode: string): DrydockError {
  return new DrydockError('PLUGIN_FAILED', {
    attempted: `calling ${fn} of the host-upgrade plugin`,
    subject: `host ${hostUuid}`,
    found,
    data: { pluginCode, fn, host: hostUuid },
  });
}
