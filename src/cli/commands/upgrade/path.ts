/** upgrade path: the chain of upgrades that it takes to a release, what each of them costs, and the command for the next one. */
import { Option } from 'commander';
import { z } from 'zod';
import { upgradePath as findPath, type PathRequest } from '../../../daemon/hops/upgrade-path.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { defineCommand } from '../../command.js';
import { pathLines } from '../../output/path-view.js';
import { poolPassword } from '../../pools/pool-password.js';

export const upgradePath = defineCommand({
  name: 'upgrade path',
  summary: 'show which upgrades lead to a release and what each removes; changes nothing (exit 4: there is no way)',
  arguments: [{ name: '[pool]', description: 'a pool known by `pool add`; or give --from' }],
  options: [
    new Option('--to <release>', 'where to, such as xcp-ng-8.3; without it, everything that can be reached'),
    new Option('--from <release>', 'begin with this release instead of a pool’s, such as xenserver-6.5'),
  ],
  example: 'drydock upgrade path lab --to xcp-ng-8.3',
  input: z.strictObject({ pool: z.string().optional(), to: z.string().optional(), from: z.string().optional() }),
  act: async (input, context) => {
    const { surroundings, settings } = context;
    const path = await findPath(
      { start: startOf(input), to: input.to },
      { settings, clock: surroundings.clock, password: (record) => poolPassword(record, surroundings) },
    );
    return {
      document: path,
      lines: pathLines(path),
      exitCode: path.possible ? exitCodes.done : exitCodes.assessmentsBlock,
    };
  },
});

/** @throws USAGE unless exactly one of the two was given */
function startOf({ pool, from }: { pool?: string | undefined; from?: string | undefined }): PathRequest['start'] {
  if (pool !== undefined && from === undefined) return { pool };
  if (pool === undefined && from !== undefined) return { release: from };
  throw new DrydockError('USAGE', {
    attempted: 'reading the command line of `upgrade path`',
    expected: 'a pool, or --from with a release',
    found: pool === undefined ? 'neither' : 'both',
    remedy: 'Run `drydock upgrade path --help`; it shows an example.',
  });
}
