/** audit: who did what, from the files of the state folder, so that it needs no controller. */
import { Option } from 'commander';
import { z } from 'zod';
import type { AuditRecord } from '../../contract/api/audit.js';
import { readAudit } from '../../daemon/audit/read-audit.js';
import { stateLayout } from '../../daemon/state-layout.js';
import { countOption, defineCommand, done } from '../command.js';
import { table } from '../output/table.js';

export const audit = defineCommand({
  name: 'audit',
  summary: 'show who did what, newest last: signing in, commands, imports, refusals',
  arguments: [],
  options: [
    new Option('--limit <number>', 'how many at most').default('50'),
    new Option('--before <position>', 'those before the `next` of an earlier answer (--json)'),
  ],
  example: 'drydock audit --limit 20',
  input: z.strictObject({ limit: countOption(1, 1000), before: z.string().optional() }),
  act: async ({ limit, before }, { settings }) => {
    const page = await readAudit(stateLayout(settings.state).audit, before, limit);
    const rows = page.records.map(rowOf).reverse();
    return done(
      page,
      rows.length === 0 ? ['nothing yet'] : table(['at', 'who', 'from', 'action', 'object', 'outcome', 'detail'], rows),
    );
  },
});

function rowOf({ at, who, kind, from, action, object, outcome, detail }: AuditRecord): string[] {
  const how = kind === 'user' || kind === 'socket' || kind === 'nobody' ? '' : ` (${kind})`;
  return [new Date(at).toISOString(), `${who}${how}`, from, action, object, outcome, detail].map(printable);
}

/** Names and reasons come from people, and must not steer the terminal of who reads them. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
