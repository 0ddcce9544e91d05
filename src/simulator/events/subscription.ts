/** What a client wants to hear of: `*`, a class, or one object as `class/ref`; class names in any case (xapi_event.ml). */
import type { Ref } from '../state/objects.js';

export interface Subscription {
  /** In lower case; null for everything. */
  readonly className: string | null;
  readonly ref: Ref | null;
}

export function parseSubscription(text: string): Subscription {
  if (text === '*') return { className: null, ref: null };
  const slash = text.indexOf('/');
  if (slash < 0) return { className: text.toLowerCase(), ref: null };
  return { className: text.slice(0, slash).toLowerCase(), ref: text.slice(slash + 1) };
}

export function isWanted(subscriptions: readonly Subscription[], className: string, ref: Ref): boolean {
  const lower = className.toLowerCase();
  return subscriptions.some(
    (wanted) =>
      wanted.className === null || (wanted.className === lower && (wanted.ref === null || wanted.ref === ref)),
  );
}

export function isSame(one: Subscription, other: Subscription): boolean {
  return one.className === other.className && one.ref === other.ref;
}
