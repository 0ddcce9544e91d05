/** What the gates of a run found, as its journal holds it: shown in status, report and explanation. */
import { z } from 'zod';
import { severities } from '../../contract/checks.js';
import type { FindingStatus } from '../../contract/run-status.js';
import type { Plan } from '../planning/plan.js';
import { note, type Ledger, type Note } from './ledger.js';

const toldSchema = z.array(
  z.object({ id: z.string(), severity: z.enum(severities), subject: z.string(), reason: z.string() }),
);

/** By host in the order of the plan, those of the whole run at the end. */
export function toldFindings(plan: Plan, ledger: Ledger): FindingStatus[] {
  return [
    ...plan.hosts.flatMap(({ uuid }) => inNote(note(ledger, 'assessed', uuid), uuid)),
    ...inNote(note(ledger, 'final-look', plan.pool.uuid), null),
  ];
}

function inNote(found: Note | undefined, host: string | null): FindingStatus[] {
  const told = toldSchema.safeParse(found?.detail['told']);
  return told.success ? told.data.map((finding) => ({ host, ...finding })) : [];
}
