/** Paths of an FTP session: relative to its folder or absolute, with or without a trailing slash. */

/**
 * The components an argument leads to. `..` at the top stays there, as in every chroot. undefined for a NUL.
 * `ftp://h/a/` (`CWD a/`) and `ftp://h//a/` (`CWD /a/`) reach the same tree: the login folder is the root.
 */
export function resolvePath(folder: readonly string[], argument: string): string[] | undefined {
  if (argument.includes('\0')) return undefined;
  const components = argument.startsWith('/') ? [] : [...folder];
  for (const component of argument.split('/')) {
    if (component === '..') components.pop();
    else if (component !== '' && component !== '.') components.push(component);
  }
  return components;
}

/** As PWD shows it: quotes are doubled (RFC 959, appendix II). */
export function quotedPath(components: readonly string[]): string {
  return `"/${components.join('/').replaceAll('"', '""')}"`;
}
