/** The address behind a grant's id, at the moment it is needed: ids are journalled, addresses (they hold a token) never. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { EffectTools } from './effect.js';

export async function openGrantUrl(tools: EffectTools, grantId: string): Promise<string> {
  const grant = await tools.mediaServer.grant(grantId);
  if (grant === undefined) {
    throw new DrydockError('GRANT_MISSING', { attempted: "looking up the host's address", subject: grantId });
  }
  return tools.grantUrl(grant);
}
