/** How long to wait before an event is sent again: longer each time, never in step with others, and as long as the receiver asks. */

const shortest = 2_000;
const longest = 15 * 60_000;

/** A receiver may ask for patience, not for silence. */
const longestAskedFor = 60 * 60_000;

/**
 * Milliseconds. The pause doubles from 2 s to 15 min; a random part of up to a half is taken off, so that many controllers
 * do not come back together.
 * @param attempts how often it was tried, at least 1
 * @param askedFor what the receiver said with Retry-After
 * @param chance from 0 to 1
 */
export function retryPause(attempts: number, askedFor: number | undefined, chance: number): number {
  const doubled = Math.min(longest, shortest * 2 ** Math.min(20, attempts - 1));
  const own = Math.round(doubled * (1 - chance / 2));
  return askedFor === undefined ? own : Math.max(own, Math.min(longestAskedFor, askedFor));
}

/** `120`, or a date of HTTP; undefined for anything else. @param now milliseconds since 1970 */
export function parseRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
