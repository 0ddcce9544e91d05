/** media prove: lets every kind of client ask the running media server, and compares what it gets with the manifest. */
import { isIP } from 'node:net';
import { Option } from 'commander';
import { z } from 'zod';
import { proveMedium } from '../../../daemon/prove/prove-medium.js';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { defineCommand } from '../../command.js';
import { collect } from '../../options.js';
import { columnText, proofLines } from '../../output/proof-view.js';

const protocols = ['http', 'ftp', 'nfs'] as const;

/** A name is taken, so that the answer can say why hosts should not be given one. */
function isAddressOrName(text: string): boolean {
  if (isIP(text.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  return /^(?![0-9.]+$)[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?$/.test(text);
}

export const mediaProve = defineCommand({
  name: 'media prove',
  summary:
    'replay what hosts and installers ask for against the running media server, and compare every byte (exit 1: not proven)',
  arguments: [{ name: '<id>', description: 'id or alias' }],
  options: [
    collect(
      '--release <release>',
      'hosts of this release alone (may be repeated; default: all that are upgraded to it)',
    ),
    collect('--protocol <protocol>', 'http, ftp or nfs (may be repeated; default: all)'),
    new Option('--mirror <name>', 'a mirror of the configuration, in place of the media server itself'),
    collect('--address <address>', 'in place of the addresses that hosts are given (may be repeated)'),
  ],
  example: 'drydock media prove xcp-ng-8.3.0 --release xcp-ng-8.2',
  input: z
    .strictObject({
      id: z.string(),
      mirror: z.string().optional(),
      release: z.array(z.string()),
      protocol: z.array(z.enum(protocols, { error: `must be one of ${protocols.join(', ')}` })),
      address: z.array(
        z.string().refine(isAddressOrName, { error: 'must be an address without a port, such as 192.0.2.10' }),
      ),
    })
    .refine(({ mirror, protocol, address }) => mirror === undefined || protocol.length + address.length === 0, {
      path: ['mirror'],
      error: 'has one address of its own: leave --protocol and --address out',
    }),
  act: async (input, context) => {
    const { surroundings, settings, progress } = context;
    const report = await proveMedium(
      {
        medium: input.id,
        mirror: input.mirror,
        releases: input.release,
        protocols: input.protocol,
        addresses: input.address,
      },
      {
        settings,
        clock: surroundings.clock,
        signal: surroundings.signal,
        onCell: (row, column) => progress.draw([`proving ${row} at ${columnText(column)}`]),
      },
    );
    return {
      document: report,
      lines: proofLines(report),
      exitCode: report.result === 'proven' ? exitCodes.done : exitCodes.failed,
    };
  },
});
