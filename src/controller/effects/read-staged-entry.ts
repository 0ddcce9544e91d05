/**
 * Reads what the host would boot next, after `main` and before its address is armed: the proof that it is the installer of this
 * run's medium, pointed at this run's address. What is something else stops the run; what cannot be read is noted.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { Secret } from '../../shared/secret.js';
import { judgeStaged, type StagedVerdict } from '../shell/judge-staged.js';
import type { Asker } from '../shell/ask.js';
import { readBootState, readDigests, readSource } from '../shell/read-staged.js';
import { actWasDone, minutes, nothing, type Effect, type EffectRequest, type EffectTools } from './effect.js';
import { askHost, type InsideTools } from './inside-tools.js';
import { openGrantUrl } from './open-grant-url.js';
import { detailText, hostName } from './request-detail.js';
import { repeatable } from './retry-class.js';

export const readStagedEntry: Effect = {
  name: 'read-staged-entry',
  describe: (request) => `read what ${hostName(request)} boots next`,
  refuses: nothing,
  act: async (request, tools) => {
    const verdict = await askHost(request, tools, (ask, inside) => judge(request, tools, ask, inside));
    if (verdict.verdict === 'ours') return { handle: null };
    const isForeign = verdict.verdict === 'foreign';
    throw new DrydockError(isForeign ? 'STAGED_ENTRY_FOREIGN' : 'SSH_COMMAND_FAILED', {
      attempted: 'reading the boot entry that was staged',
      subject: hostName(request),
      found: verdict.reason,
    });
  },
  // It throws when it is another one.
  confirm: (_request, view) => actWasDone(view),
  deadline: 10 * minutes,
  retry: repeatable('it only reads'),
};

/** Also before the entry is taken out: what somebody else has staged meanwhile is left as it is. */
export async function judge(
  request: EffectRequest,
  tools: EffectTools,
  ask: Asker,
  inside: InsideTools,
): Promise<StagedVerdict> {
  const source = new Secret(await openGrantUrl(tools, detailText(request, 'grant')));
  const digests = await inside.bootFiles(detailText(request, 'media'));
  const state = await readBootState(ask);
  const found = { state, source: await readSource(ask), digests: await readDigests(ask) };
  return judgeStaged(found, { source, digests });
}
