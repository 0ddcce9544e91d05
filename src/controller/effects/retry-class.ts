/**
 * What may be done again without a person when nobody knows whether it was done: its reply or its task is lost, or the controller
 * ended in between. Each effect declares its class; this is the only place that decides by it. What has failed is never done
 * again by itself, whatever its class: only `drydock upgrade retry` does that.
 */
import type { EffectRequest, EffectView } from './effect.js';
import { isUnderWay } from './task-outcome.js';

export const retryClassNames = ['repeatable', 'until-fact', 'once-unless-safe', 'once'] as const;
export type RetryClassName = (typeof retryClassNames)[number];

export type RetryClass =
  /** Doing it a second time changes nothing. */
  | { readonly class: 'repeatable'; readonly why: string }
  /** Facts show whether it was done; again only when nobody works on it any more. */
  | {
      readonly class: 'until-fact';
      readonly why: string;
      /** The wire names of the calls, any of whose tasks would show that it is under way. */
      readonly call?: string | readonly string[];
      /** Milliseconds from the intent for which facts are waited for. */
      readonly patience?: number;
    }
  /** A second time could do harm; only what facts prove to be harmless is done again. */
  | {
      readonly class: 'once-unless-safe';
      readonly why: string;
      provenSafe(request: EffectRequest, view: EffectView): boolean;
    }
  /** Never again without a person. */
  | { readonly class: 'once'; readonly why: string };

export const retryClassMeanings: Readonly<Record<RetryClassName, string>> = {
  repeatable: 'a second time changes nothing, so it is simply done again',
  'until-fact': 'facts show whether it was done; it is done again only when nobody works on it any more',
  'once-unless-safe': 'done once for each host and run; again only when facts prove that this is safe',
  once: 'never done again without a person',
};

export function repeatable(why: string): RetryClass {
  return { class: 'repeatable', why };
}

/** Whether it may be done again, without a person, although nobody knows whether it was done. */
export function mayRepeat(retry: RetryClass, request: EffectRequest, view: EffectView): boolean {
  switch (retry.class) {
    case 'repeatable':
      return true;
    case 'until-fact':
      if (retry.patience !== undefined && view.now - view.intendedAt < retry.patience) return false;
      return ![retry.call ?? []].flat().some((call) => isUnderWay(view, call));
    case 'once-unless-safe':
      return retry.provenSafe(request, view);
    case 'once':
      return false;
  }
}
