/** The settings of mirrors: other addresses at which the hosts of some pools read the same media. */
import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { mirrorKinds, type Mirror } from '../../contract/mirror.js';
import type { KnownMirror } from '../../servers/mirror/mirror-door.js';
import { network } from './fields.js';

/** Hosts are given what is written here, with nothing but a path behind it (media-and-clients.md 0, items 6 to 8). */
function isHostAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.protocol !== 'http:' || !isIPv4(url.hostname)) return false;
  const plain = /^http:\/\/[0-9.]+(:\d{1,5})?(\/[A-Za-z0-9._~/-]*)?$/.test(text);
  return plain && url.username === '' && url.search === '' && url.hash === '' && !url.pathname.includes('//');
}

const hostAddress = z.string().refine(isHostAddress, {
  error:
    'must be http:// with an IPv4 address and perhaps a port and a path, such as http://192.0.2.20:8080/: hosts are given it as it stands',
});

const origin = z.string().regex(/^https?:\/\/[0-9A-Za-z.-]+(:\d{1,5})?\/?$/, {
  error: 'must be http:// or https:// with an address or name and perhaps a port, and no path',
});

const mirrorSettingsSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'must have up to 40 lower-case letters, digits and dashes' })
      .describe('What it is called in plans, logs, and by --mirror.'),
    kind: z
      .enum(mirrorKinds, { error: 'must be one of nginx, tree' })
      .describe(
        'nginx: the caching proxy that `drydock mirror config` renders; it asks this media server before each answer, so that grants hold. tree: a plain web server or S3-compatible store with copied files; it knows no grants, and what hosts read there cannot be seen.',
      ),
    url: hostAddress.describe(
      'What hosts are given in front of the path, such as http://192.0.2.20:8080/; a tree has its media below it, each in a folder that is called as its id.',
    ),
    pools: z
      .array(z.string().min(1))
      .default([])
      .describe('The pools whose hosts read there, by the names they were added under.'),
    networks: z
      .array(network)
      .default([])
      .describe('Or IPv4 networks: the pools all of whose hosts have their management address in them.'),
    from: z
      .array(network)
      .default([])
      .describe(
        'For nginx: the addresses from which it asks this media server, if they are others than that of its url. What such an address says of whom it asks for is believed.',
      ),
    origin: origin
      .optional()
      .describe(
        'For nginx: how it reaches this media server, such as http://192.0.2.10:8080; https needs servers.https. Unless it is given: the first HTTP listener.',
      ),
    cache: z
      .string()
      .regex(/^\/[A-Za-z0-9._/-]+$/, { error: 'must be an absolute path of letters, digits, dots, dashes and slashes' })
      .optional()
      .describe('For nginx: the folder of its cache. Unless it is given: /var/cache/nginx/drydock-NAME.'),
    cacheSize: z
      .int({ error: 'must be a whole number' })
      .min(1, { error: 'must be at least 1' })
      .default(30)
      .describe('For nginx: how many gigabytes its cache may have.'),
  })
  .superRefine(({ kind, url, from, origin: asked, cache }, context) => {
    const problem = (path: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (kind === 'nginx') {
      // nginx compares the name alone.
      if (asked?.startsWith('https:') === true && isIPv4(new URL(asked).hostname))
        problem('origin', 'must be a name where it is https://, since nginx looks for no address in a certificate');
      if (URL.canParse(url) && new URL(url).pathname !== '/') problem('url', 'must have no path where kind is nginx');
      return;
    }
    const unused = { from: from.length > 0, origin: asked !== undefined, cache: cache !== undefined };
    for (const [path, given] of Object.entries(unused)) if (given) problem(path, 'is for mirrors of the kind nginx');
  });

export type MirrorSettings = z.infer<typeof mirrorSettingsSchema>;

export const mirrorsSetting = z
  .array(mirrorSettingsSchema)
  .default([])
  .superRefine((mirrors, context) => {
    const names = mirrors.map(({ name }) => name);
    names.forEach((name, index) => {
      if (names.indexOf(name) !== index)
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'stands twice' });
    });
  })
  .describe(
    'Mirrors near the hosts, so that each medium crosses the line to a site once; see docs/mirrors.md. A pool reads at the first that is for it, and here where there is none.',
  );

/** What the controller tells of it. */
export function mirrorOf({ name, kind, url }: MirrorSettings): Mirror {
  return { name, kind, url: url.endsWith('/') ? url : `${url}/` };
}

/** Those that come to ask this media server, and from where. */
export function askingMirrors(mirrors: readonly MirrorSettings[]): readonly KnownMirror[] {
  return mirrors
    .filter(({ kind }) => kind === 'nginx')
    .map(({ name, url, from }) => ({ name, from: from.length > 0 ? from : [new URL(url).hostname] }));
}
