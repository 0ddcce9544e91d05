/** The mirror in a plan: where its hosts are pointed at, and when it was proven to have the medium. */
import { z } from 'zod';
import { mirrorSchema } from '../../contract/mirror.js';

export const plannedMirrorSchema = mirrorSchema.extend({ provenAt: z.number() });
export type PlannedMirror = z.infer<typeof plannedMirrorSchema>;

/** For a report. */
export function mirrorText({ name, kind, url, provenAt }: PlannedMirror): string {
  const seen = kind === 'nginx' ? 'what was begun there counts as served' : 'what hosts read there could not be seen';
  return `the mirror ${name} (${url}), proven at ${new Date(provenAt).toISOString()}; ${seen}`;
}

export function describeMirror({ name, kind, url, provenAt }: PlannedMirror): readonly string[] {
  const proven = `proven at ${new Date(provenAt).toISOString()}, and looked at again before each host is armed`;
  if (kind === 'nginx') {
    return [
      `The hosts read at the mirror ${name} (${url}), ${proven}. It asks the media server before each answer, so an address that is withdrawn is gone there too; while the media server is away it gives nothing. Packages count as fetched when they are begun.`,
    ];
  }
  return [
    `The hosts read at the mirror ${name} (${url}), a tree of files: ${proven}. It knows no grants: a staged host that anybody reboots installs, and what a host reads there cannot be seen.`,
  ];
}
