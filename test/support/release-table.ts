/** Which releases there are and what they are newer than, reckoned apart from the source: an oracle for what a release has. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { releases } from '../../src/releases/find-release.js';
import type { ReleaseFacts } from '../../src/releases/release-facts.js';

export const everyRelease: readonly ReleaseFacts[] = Object.values(releases);

const callTables = z.object({
  calls: z.array(
    z.object({
      call: z.string(),
      session: z.boolean(),
      parameters: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          optional: z.literal(true).optional(),
          since: z.string().optional(),
        }),
      ),
      result: z.string(),
      role: z.string(),
      async: z.boolean(),
      since: z.string(),
    }),
  ),
});

/** xapi.md 1.2. */
export function readCallTables(): z.infer<typeof callTables>['calls'] {
  return callTables.parse(JSON.parse(readFileSync('test/fixtures/xapi/call-tables.json', 'utf8'))).calls;
}

const recordFieldTable = z.object({ classes: z.record(z.string(), z.record(z.string(), z.string())) });

/** xapi.md, Appendix A: by class and field the release that brought it, empty for 4.0 and before. */
export function readRecordFields(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return recordFieldTable.parse(JSON.parse(readFileSync('test/fixtures/xapi/record-fields.json', 'utf8'))).classes;
}

/** `7.1`, `8.2HF2` (between 8.2 and 8.2.1) or `xapi 23.27.0`; empty: always. */
export function brings(since: string | undefined, release: ReleaseFacts): boolean {
  if (since === undefined || since === '') return true;
  if (since.startsWith('xapi ')) return weight(since.slice('xapi '.length)) <= weight(release.xapiVersion);
  const [, number = '', between] = /^(\d+\.\d+)(.*)$/.exec(since) ?? [];
  return weight(between === '' ? number : `${number}.0.9`) <= weight(release.productVersion);
}

/** One number of a version, with room for three digits in each place. */
function weight(version: string): number {
  const [major = 0, minor = 0, point = 0, part = 0] = (version.split('-')[0] ?? '').split('.').map(Number);
  return ((major * 1000 + minor) * 1000 + point) * 10 + part;
}
