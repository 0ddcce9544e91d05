/** `update.xml`: what a supplemental pack or driver disk of 7.1 and later is. */
import { z } from 'zod';
import { invalidMetadata } from './invalid.js';
import { readXml } from './xml-reader.js';

export interface UpdateDescription {
  readonly name: string;
  readonly version: string;
  readonly uuid: string;
  /** Name of the control package; the installer installs it and `update-<name>`. */
  readonly control: string;
  /** What is to be done on a host that has it: `restartHost`, `restartXAPI`, `restartHVM`, `restartPV`. */
  readonly guidance: readonly string[];
  /** It has the `<name-description>` without which a pool refuses it; the installer does not ask for it. */
  readonly described: boolean;
}

export const updateXmlPath = 'update.xml';
export const updateXmlLimit = 1024 * 1024;

const updateSchema = z.object({
  'name-label': z.string().min(1),
  version: z.string().min(1),
  uuid: z.string().min(1),
  control: z.string().min(1),
  'after-apply-guidance': z.string().default(''),
});

/** @throws MEDIA_METADATA_INVALID */
export async function parseUpdateXml(bytes: Uint8Array): Promise<UpdateDescription> {
  let attributes: Readonly<Record<string, string>> = {};
  let described = false;
  await readXml([bytes], updateXmlPath, {
    open: (element) => {
      described ||= element.name === 'name-description' && element.parents.length === 1;
      if (element.parents.length > 0) return;
      if (element.name !== 'update')
        throw invalidMetadata(updateXmlPath, { expected: '<update>', found: `<${element.name}>` });
      attributes = element.attributes;
    },
  });
  const parsed = updateSchema.safeParse(attributes);
  if (!parsed.success) throw invalidMetadata(updateXmlPath, { found: z.prettifyError(parsed.error) });
  const { 'name-label': name, version, uuid, control } = parsed.data;
  const guidance = parsed.data['after-apply-guidance'].split(',').flatMap((word) => word.trim() || []);
  return { name, version, uuid, control, guidance, described };
}
