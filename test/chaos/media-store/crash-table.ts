/** The crash table as it is recorded: one row for each kind of change, with what a fresh start sees after each fault. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { faultKinds } from '../../support/media-failing-disk.js';
import type { CrashPoint } from './crash-points.js';

const file = new URL('outcomes.json', import.meta.url);

const rowSchema = z.strictObject({
  operation: z.string(),
  /** How many such changes there are; each was made to go wrong. */
  changes: z.number().int().positive(),
  outcomes: z.record(z.enum(faultKinds), z.array(z.string())),
});

export type CrashRow = z.infer<typeof rowSchema>;

const tableSchema = z.record(z.string(), z.array(rowSchema));

/** Rows in the order of their first change, by scenario. */
export type CrashTable = z.infer<typeof tableSchema>;

export function readCrashTable(): CrashTable {
  return tableSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export function recordScenario(name: string, rows: readonly CrashRow[]): void {
  writeFileSync(file, `${JSON.stringify({ ...readCrashTable(), [name]: rows }, undefined, 2)}\n`);
}

export function crashRows(changes: readonly string[], points: readonly CrashPoint[]): CrashRow[] {
  return [...new Set(changes)].map((operation) => ({
    operation,
    changes: changes.filter((change) => change === operation).length,
    outcomes: {
      'io-error': outcomesOf(points, operation, 'io-error'),
      'disk-full': outcomesOf(points, operation, 'disk-full'),
      stop: outcomesOf(points, operation, 'stop'),
      'power-cut': outcomesOf(points, operation, 'power-cut'),
    },
  }));
}

function outcomesOf(points: readonly CrashPoint[], operation: string, kind: CrashPoint['kind']): string[] {
  const seen = points.filter((point) => point.operation === operation && point.kind === kind);
  return [...new Set(seen.map(({ outcome }) => outcome))].sort();
}
