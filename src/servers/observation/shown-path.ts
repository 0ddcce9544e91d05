/** A path as it may stand in a log: without what could be the secret part of a host's address, wherever it was typed. */

/** The form of a token (grants/token.ts); whoever types one into the wrong place must not find it in a log either. */
const tokenLike = /^[a-z2-7]{26}$/i;

const longest = 1024;

/** @param path decoded components; undefined when the request named no path */
export function shownPath(path: readonly string[] | undefined): string | null {
  if (path === undefined) return null;
  return cut(`/${path.map((name, index) => (index === 1 && path[0] === 'i' ? '…' : shownName(name))).join('/')}`);
}

/** A path below a medium or a grant: whatever a client may have put behind its own address. */
export function shownInside(path: string): string {
  return cut(path.split('/').map(shownName).join('/'));
}

function shownName(name: string): string {
  return tokenLike.test(name) ? '…' : name;
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
