/** nfs exports: prints what an NFS server that somebody else runs would need to serve the media. */
import { Option } from 'commander';
import { z } from 'zod';
import { nfsExports, nfsFormats } from '../../../daemon/nfs/nfs-exports.js';
import { defineCommand, done } from '../../command.js';
import { collect } from '../../options.js';

/** What both kinds of server take: an IPv4 address or network, or `*`. */
const clientPattern = /^(\*|\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?)$/;

export const nfsExportsCommand = defineCommand({
  name: 'nfs exports',
  summary: 'print the media as exports for the kernel’s NFS server or for NFS-Ganesha',
  arguments: [],
  options: [
    new Option('--format <format>', 'lines for exports(5), or a configuration for NFS-Ganesha')
      .choices([...nfsFormats])
      .default('exports'),
    collect('--client <address>', 'who may mount: an IPv4 address or network (may be repeated; default: everybody)'),
    new Option('--nfs3', 'NFS version 3 as well, for NFS-Ganesha; it needs rpcbind'),
  ],
  example: 'drydock nfs exports --client 192.0.2.0/24',
  input: z.strictObject({
    format: z.enum(nfsFormats),
    client: z.array(z.string().regex(clientPattern, { error: 'must be an IPv4 address or network' })),
    nfs3: z.boolean().optional(),
  }),
  act: async (input, context) => {
    const { trees, text } = await nfsExports(
      context.settings.media.cache,
      input.format,
      input.client,
      input.nfs3 === true,
    );
    return done({ format: input.format, trees, text }, text.trimEnd().split('\n'));
  },
});
