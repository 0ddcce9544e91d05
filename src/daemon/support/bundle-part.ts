/** One file of a support bundle, before it is redacted. */

export interface BundlePart {
  readonly name: string;
  /** Shown to whoever makes the bundle, before it is given away. */
  readonly what: string;
  readonly text: string;
}

export function jsonPart(name: string, what: string, document: unknown): BundlePart {
  return { name, what, text: `${JSON.stringify(document, null, 2)}\n` };
}

/** A part that cannot be made says why in its place: whoever needs a bundle has trouble already. */
export async function partOr(name: string, what: string, make: () => Promise<BundlePart>): Promise<BundlePart> {
  try {
    return await make();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { name: `${name}.missing.txt`, what: `${what}: could not be read`, text: `${text}\n` };
  }
}
