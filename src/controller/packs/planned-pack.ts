/** A supplemental pack as a plan has it: which one, what it asks for when it is installed, and where its image lies meanwhile. */
import { z } from 'zod';

export const plannedPackSchema = z.strictObject({
  /** Of the medium in the store. */
  id: z.string(),
  /** The pool's own name of it, from update.xml. */
  uuid: z.string(),
  name: z.string(),
  version: z.string(),
  /** `restartHost`, `restartXAPI`, `restartHVM`, `restartPV`: what a host that has it wants done. */
  guidance: z.array(z.string()),
  /** Of the image. */
  bytes: z.number().int(),
  /** The storage (uuid) that takes the image while hosts are given it, and its name. */
  sr: z.string(),
  srName: z.string(),
});
export type PlannedPack = z.infer<typeof plannedPackSchema>;
