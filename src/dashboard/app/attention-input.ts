/** The common data as the question "what needs me now" takes it. */
import type { AttentionInput } from '../model/attention.js';
import type { Data } from './data.js';

export function attentionInput({ runs, rollouts, media, servers }: Data): AttentionInput {
  return {
    runs: runs.value ?? [],
    rollouts: rollouts.value ?? [],
    media: (media.value ?? []).map(({ id, lastCheck }) => ({ id, whole: lastCheck?.whole ?? null })),
    serversProblem: servers.value?.running === false ? (servers.value.reason ?? 'It does not run.') : null,
  };
}
