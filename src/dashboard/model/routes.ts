/** The address of each page: all behind the `#`, so that the server serves one file and no address is rewritten. */

export interface Route {
  readonly page: string;
  /** The parts behind the page's name, decoded. */
  readonly parts: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [page = '', ...parts] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  return { page: page === '' ? 'overview' : page, parts, query: Object.fromEntries(new URLSearchParams(search)) };
}

export function routeTo(
  page: string,
  parts: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const path = [page, ...parts].map(encodeURIComponent).join('/');
  const search = new URLSearchParams(query).toString();
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

/** An address that somebody mistyped is no reason to fail. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
