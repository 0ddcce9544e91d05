/** A decision in a few words, for the log. */
import type { Decision } from './decision.js';

export function summary(decision: Decision): string {
  switch (decision.kind) {
    case 'begin':
      return `begin ${decision.request.effect} ${decision.request.key}`;
    case 'conclude':
      return `${decision.result} ${decision.attempt.request.effect} ${decision.attempt.request.key}: ${decision.reason}`;
    case 'note':
      return `note ${decision.what} ${decision.key}`;
    case 'state':
      return `${decision.state}: ${decision.reason}`;
    case 'wait':
      return decision.reason;
    case 'ask-evacuation':
      return `ask ${decision.host}`;
    case 'ask-host':
      return `ask ${decision.host} itself`;
    case 'ask-pifs':
      return 'ask for network interfaces';
    case 'ask-inventory':
      return 'read what is compared with before';
    case 'ask-alerts':
      return 'read the alerts';
    case 'ask-probes':
      return `ask the probes ${decision.phase}`;
    case 'finished':
      return 'finished';
  }
}
