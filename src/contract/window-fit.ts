/** How a run fits into a window, in the form that `upgrade plan --window … --json` gives. */
import { z } from 'zod';

const fitSchema = z.enum(['surely', 'likely', 'no']);

export const windowFitSchema = z.strictObject({
  /** As it was given. */
  window: z.string(),
  /** Instants in milliseconds since 1970; null when it does not open any more. */
  opening: z.strictObject({ start: z.number(), end: z.number() }).nullable(),
  begins: z.number(),
  /** surely: inside even if every host takes its longest. likely: inside if each takes what is expected. */
  fits: fitSchema,
  /** How many hosts, from the first, end inside. */
  surely: z.number().int(),
  likely: z.number().int(),
  turns: z.array(
    z.strictObject({
      uuid: z.string(),
      name: z.string(),
      endsExpected: z.number(),
      endsLatest: z.number(),
      /** The last instant at which it may begin and end inside, should it take its longest. */
      latestBegin: z.number(),
      fits: fitSchema,
    }),
  ),
});
export type WindowFitDocument = z.infer<typeof windowFitSchema>;
