/** The argument `script` of `main`: pairs of stage and path, colons between (prepare_host_upgrade.py, since 2016-10). */

/** Whether it would be refused with INVALID_SCRIPT. A URL falls apart at its own colon there, as in the real plugin. */
export function scriptProblem(argument: string | undefined): boolean {
  if (argument === undefined) return false;
  const parts = argument.split(':');
  return parts.length < 2 || parts.length % 2 !== 0 || parts.includes('');
}
