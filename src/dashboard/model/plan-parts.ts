/** A plan's lines, sorted for the page: the headline, the hosts in their order, and all that belongs to them or to none. */

export interface PlanParts {
  readonly headline: string;
  readonly hosts: readonly string[];
  readonly rest: readonly string[];
}

/** The controller writes the hosts as `1. xs-1 (coordinator): …`. */
const ofHost = /^\d+\. /;

export function planParts(text: readonly string[]): PlanParts {
  const [headline = '', ...lines] = text;
  return {
    headline,
    hosts: lines.filter((line) => ofHost.test(line)),
    rest: lines.filter((line) => !ofHost.test(line)),
  };
}
