/** A mirror as controller and media server speak of it: another address at which hosts of some pools read the same medium. */
import { z } from 'zod';

/**
 * nginx: a caching proxy that asks this media server before each answer, so that a grant holds there too. tree: a plain web
 * server or object store with copied files, which knows no grants: whoever reaches it can read, at any time.
 */
export const mirrorKinds = ['nginx', 'tree'] as const;

export type MirrorKind = (typeof mirrorKinds)[number];

export const mirrorSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(mirrorKinds),
  /** What hosts are given in front of the path: `http://192.0.2.20:8080/`, always with the slash at its end. */
  url: z.string(),
});

export type Mirror = z.infer<typeof mirrorSchema>;

/** @param path of the grant: `/i/<token>/`; a tree has no use for it, since it knows media alone */
export function mirrorAddress(mirror: Mirror, grant: { readonly path: string; readonly media: string }): string {
  return mirror.kind === 'tree' ? `${mirror.url}${encodeURIComponent(grant.media)}/` : mirror.url + grant.path.slice(1);
}
