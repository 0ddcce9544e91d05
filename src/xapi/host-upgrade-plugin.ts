/**
 * The plugin that stages an upgrade on a host, as its failures look on the wire (reference: xencenter-rpu.md 4.3,
 * media-and-clients.md 2.7, and the table of plugin errors in xapi.md 1.4).
 */
export const hostUpgradePlugin = 'prepare_host_upgrade.py';

/** First parameters with which xapi says that the script itself broke: then no plugin code follows, but its output. */
const brokenScript =
  /^(non-zero exit|signal: .*|task stopped|failed to parse plugin output|unexpected XMLRPC result|fault)$/;

/**
 * The plugin's own code, such as INVALID_URL, from the error of a call or a task: [code, ...params].
 * xapi's code where the plugin could not even say one (missing, older, crashed); undefined when the error is not about a plugin.
 */
export function pluginCodeOf(error: readonly string[]): string | undefined {
  const [code, first, , text] = error;
  if (code === 'XENAPI_MISSING_PLUGIN' || code === 'UNKNOWN_XENAPI_PLUGIN_FUNCTION') return code;
  if (code !== 'XENAPI_PLUGIN_FAILURE') return undefined;
  if (first === undefined || brokenScript.test(first) || text === undefined || text === '') return code;
  return text;
}
