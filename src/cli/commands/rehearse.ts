/** rehearse: an administrator's own plan on the twin of the pool, before anything is done to the real one. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { z } from 'zod';
import type { Rehearsal } from '../../contract/rehearsal.js';
import { chooseFaults } from '../../daemon/practice/chosen-faults.js';
import { rehearsePool } from '../../daemon/rehearsal/rehearse-pool.js';
import { assertWritableFolderOf, writeFileDurably } from '../../shared/durable-files.js';
import { exitCodes, type ExitCode } from '../../shared/errors/error-code.js';
import { countOption, defineCommand } from '../command.js';
import { rehearsalLines } from '../output/rehearsal-view.js';
import { rehearsalMarkdown } from '../output/rehearsal-markdown.js';
import { poolPassword } from '../pools/pool-password.js';
import { faultInput, faultOptions } from '../practice/fault-options.js';
import { planInput, planOptions, planRequest } from '../runs/plan-options.js';

/** Of the runs without faults: a chosen fault that stops its run has shown what it was chosen for. */
const verdicts: Readonly<Record<Rehearsal['verdict'], ExitCode>> = {
  'goes-through': exitCodes.done,
  blocked: exitCodes.assessmentsBlock,
  stops: exitCodes.waitsForPerson,
};

export const rehearse = defineCommand({
  name: 'rehearse',
  summary:
    'read a pool, build its twin in the simulator, and run the plan on it (exit 4: assessments block; 5: the run would stop)',
  arguments: [{ name: '<pool>', description: 'a pool known by `pool add`; it is read, and nothing of it is changed' }],
  options: [
    ...planOptions,
    new Option('--save <file>', 'where the records that are read go (default: POOL.pool-records.json in this folder)'),
    new Option('--from <file>', 'records that were saved before, in place of reading the pool'),
    ...faultOptions('also a run in which this goes wrong'),
    new Option('--runs <n>', 'how many runs without faults, for the range of the durations').default('5'),
    new Option('--seed <n>', 'chance of the first run; each further run has the next').default('1'),
    new Option('--report <file>', 'also write the report as Markdown'),
  ],
  example: 'drydock rehearse lab --media xcp-ng-8.3 --fix --fault "never-returns host=xs-2"',
  input: z.strictObject({
    pool: z.string(),
    ...planInput,
    save: z.string().optional(),
    from: z.string().optional(),
    ...faultInput,
    runs: countOption(1),
    seed: countOption(0),
    report: z.string().optional(),
  }),
  act: async (input, context) => {
    const { surroundings, settings, progress } = context;
    const here = (file: string): string => resolve(surroundings.workingFolder, file);
    const save = here(input.save ?? `${input.pool}.pool-records.json`);
    if (input.from === undefined) await assertWritableFolderOf(save);
    if (input.report !== undefined) await assertWritableFolderOf(here(input.report));
    const rehearsal = await rehearsePool({
      settings,
      request: planRequest(input.pool, input, surroundings.user),
      ...(input.from === undefined ? {} : { from: here(input.from) }),
      save,
      faults: await chooseFaults(input.fault, input.faults === undefined ? undefined : here(input.faults)),
      runs: input.runs,
      seed: input.seed,
      clock: surroundings.clock,
      signal: surroundings.signal,
      password: (record) => poolPassword(record, surroundings),
      onStep: (what) => progress.draw([`rehearsing ${input.pool}: ${what}`]),
    });
    if (input.report !== undefined) await writeFileDurably(here(input.report), rehearsalMarkdown(rehearsal), 0o600);
    return { document: rehearsal, lines: rehearsalLines(rehearsal), exitCode: verdicts[rehearsal.verdict] };
  },
});
