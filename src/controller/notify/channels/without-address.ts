/** Error pages like to repeat what was asked for, and the path of a chat room's address is its password. */

/** Shorter pieces of a path (`v1`, `hooks`) are no secrets, and would make holes in ordinary words. */
const shortestSecret = 6;

export function withoutAddress(text: string, url: URL): string {
  const pieces = [
    url.pathname,
    url.search,
    url.username,
    url.password,
    ...url.pathname.split('/'),
    ...url.searchParams.values(),
  ].filter((piece) => piece.length >= shortestSecret);
  const decoded = pieces.map((piece) => decodeURIComponentSafely(piece));
  return [...pieces, ...decoded]
    .sort((one, other) => other.length - one.length)
    .reduce((shown, piece) => shown.replaceAll(piece, '[secret]'), text);
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
