/** The path a client asks for, decoded exactly once, as the components that are looked up. */

const decoder = new TextDecoder('utf-8', { fatal: true });

export interface Target {
  readonly components: readonly string[];
  readonly trailingSlash: boolean;
}

/** Hosts of a pool ask for the same files one after the other. Bounded in number and in length. */
const known = new Map<string, Target>();
const mostKnown = 10_000;
const longestKnown = 200;

/**
 * Components of a request target without empty ones (`//` is one slash: media-and-clients.md 6), and whether it ended in a
 * slash; undefined when it is malformed: a bad `%`, a NUL, bytes that are not UTF-8, or no path at all. `+` is itself.
 * The query is dropped: hosts throw it away before they ask.
 */
export function parseTarget(target: string): Target | undefined {
  const before = known.get(target);
  if (before !== undefined) return before;
  const parsed = parse(target);
  if (parsed !== undefined && target.length <= longestKnown) {
    if (known.size === mostKnown) known.clear();
    known.set(target, parsed);
  }
  return parsed;
}

function parse(target: string): Target | undefined {
  const path = originForm(target);
  const bytes = path === undefined ? undefined : percentDecoded(path);
  if (bytes === undefined || bytes.includes(0)) return undefined;
  try {
    const text = decoder.decode(bytes);
    return { components: text.split('/').filter((component) => component !== ''), trailingSlash: text.endsWith('/') };
  } catch {
    return undefined;
  }
}

/** Proxies' form `http://host/path` must be understood too (RFC 9112, 3.2.2). */
function originForm(target: string): string | undefined {
  const absolute = /^https?:\/\/[^/?#]*/i.exec(target);
  const rest = absolute === null ? target : target.slice(absolute[0].length) || '/';
  if (!rest.startsWith('/')) return undefined;
  return rest.split(/[?#]/, 1)[0];
}

/** Bytes, since an encoded name is UTF-8 only once all of it is decoded. */
function percentDecoded(path: string): Buffer | undefined {
  const raw = Buffer.from(path, 'latin1');
  if (!path.includes('%')) return raw;
  const bytes = Buffer.alloc(raw.length);
  let length = 0;
  for (let index = 0; index < raw.length; index++) {
    let byte = raw[index] ?? 0;
    if (byte === 0x25) {
      const digits = raw.toString('latin1', index + 1, index + 3);
      if (!/^[0-9a-f]{2}$/i.test(digits)) return undefined;
      byte = Number.parseInt(digits, 16);
      index += 2;
    }
    bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}
