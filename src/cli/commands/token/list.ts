/** token list: the tokens of scripts, and when each was used last. */
import { z } from 'zod';
import { readAccess } from '../../../daemon/access/access-file.js';
import { readTokenUse } from '../../../daemon/access/token-use.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';

export const tokenList = defineCommand({
  name: 'token list',
  summary: 'list the tokens of scripts: beginning, role, end, last use',
  arguments: [],
  options: [],
  example: 'drydock token list',
  input: z.strictObject({}),
  act: async (_input, { settings, surroundings }) => {
    const layout = stateLayout(settings.state);
    const { tokens } = await readAccess(layout.access);
    const used = readTokenUse(layout.tokenUse);
    const now = surroundings.clock.now();
    const shown = tokens.map(({ name, role, prefix, createdAt, createdBy, expiresAt }) => ({
      ...{ name, role, prefix, createdAt, createdBy, expiresAt },
      lastUsedAt: used[name] ?? null,
    }));
    const rows = shown.map(({ name, role, prefix, expiresAt, lastUsedAt }) => [
      ...[name, role, `${prefix}…`],
      expiresAt === null ? 'never' : `${day(expiresAt)}${expiresAt <= now ? ' (has ended)' : ''}`,
      lastUsedAt === null ? 'never' : day(lastUsedAt),
    ]);
    return done(
      { tokens: shown },
      rows.length === 0 ? ['no tokens'] : table(['name', 'role', 'token', 'ends', 'last used'], rows),
    );
  },
});

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
