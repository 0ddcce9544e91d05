/** Which hardware the systems of a medium can drive: the document that is kept beside the medium, once it was computed. */
import { z } from 'zod';

/** A copy of a module that is not loaded, since another folder comes first. */
const replacedModuleSchema = z.strictObject({
  from: z.string(),
  path: z.string(),
  version: z.string().nullable(),
});

const hardwareModuleSchema = z.strictObject({
  /** As modprobe knows it, with underscores. */
  name: z.string(),
  /** Of the kernel it is for, as `uname -r` shows it. */
  kernel: z.string(),
  /** Of the driver; null where it names none. */
  version: z.string().nullable(),
  /** The image or package in the medium. */
  from: z.string(),
  /** Below `lib/modules/<kernel>`; null where it is part of the kernel itself. */
  path: z.string().nullable(),
  /** Compact aliases (src/media/contents/pci-alias.ts): `8086:1572`. */
  pci: z.array(z.string()),
  /** How many aliases it has for other things than PCI devices. */
  others: z.number().int(),
  replaces: z.array(replacedModuleSchema),
});

export type HardwareModule = z.infer<typeof hardwareModuleSchema>;

const moduleSetSchema = z.strictObject({
  /** The one that is booted comes first. */
  kernels: z.array(z.string()),
  modules: z.array(hardwareModuleSchema),
  /**
   * Drivers that are part of the booted kernel and do not tell for which devices, as modprobe would name them: even where a
   * kernel has `modules.builtin.modinfo`, PCI aliases are not in it (seen in Debian's 6.1).
   */
  builtinUnknown: z.array(z.string()),
  /** What could not be read; where there is any, "no driver" may be wrong. */
  unread: z.array(z.strictObject({ subject: z.string(), code: z.string(), found: z.string() })),
});

export type ModuleSet = z.infer<typeof moduleSetSchema>;

export const hardwareSchema = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  /** What it was computed from: another generation or source makes it stale. */
  generation: z.number().int(),
  sourceSha256: z.string(),
  /** What the installer itself drives (install.img); null on a medium that boots nothing. */
  installer: moduleSetSchema.nullable(),
  /** What the installed control domain drives: the kernel and all driver packages of the medium. */
  dom0: moduleSetSchema,
});

export type MediumHardware = z.infer<typeof hardwareSchema>;
