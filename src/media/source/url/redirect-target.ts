/** Where a redirect leads, and which ones are not followed. */
import { shownSource } from './address.js';
import { HttpFailure } from './http-failure.js';

/** Without credentials: those in the new address nobody gave to us. @throws HttpFailure */
export function redirectTarget(from: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, from.href))
    throw new HttpFailure('a redirect to nowhere', { passing: false });
  const url = new URL(location, from);
  const shown = shownSource(url.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new HttpFailure(`a redirect to ${shown}`, { passing: false });
  if (from.protocol === 'https:' && url.protocol === 'http:')
    throw new HttpFailure(`a redirect from https to http: ${shown}`, { passing: false });
  url.username = '';
  url.password = '';
  return url;
}
