/** Where a secret comes from, and how that is written in the configuration: three settings, of which one is given. */
import { z } from 'zod';

export const secretSourceSchema = z.discriminatedUnion('kind', [
  /** A file of this machine; only its path is kept. */
  z.strictObject({ kind: z.literal('file'), path: z.string() }),
  /** An environment variable of the process that needs it; only its name is kept. */
  z.strictObject({ kind: z.literal('environment'), name: z.string() }),
  /** A credential that systemd hands to the service (LoadCredential=); only its name is kept. */
  z.strictObject({ kind: z.literal('systemd'), name: z.string() }),
]);
export type SecretSource = z.infer<typeof secretSourceSchema>;

/** systemd's own rule for their names, and nothing that could lead out of their folder. */
export const credentialName = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,255}$/, { error: 'must be the name of a credential: letters, digits, . _ -' });

/** The settings `secretFile`, `secretEnvironment`, `secretCredential` for the prefix `secret`. */
export function secretSettings<const P extends string>(prefix: P, what: string): SecretShape<P> {
  return {
    [`${prefix}File`]: z.string().min(1).optional().describe(`A file whose first line is ${what}.`),
    [`${prefix}Environment`]: z.string().min(1).optional().describe('Or the environment variable that holds it.'),
    [`${prefix}Credential`]: credentialName
      .optional()
      .describe('Or the name of a systemd credential of the service (LoadCredential=).'),
  } as SecretShape<P>;
}

type Text = z.ZodOptional<z.ZodString>;
export type SecretShape<P extends string> = {
  [K in `${P}File` | `${P}Environment` | `${P}Credential`]: Text;
};

/** The source that the settings name; undefined when they name none, 'several' when more than one. */
export function sourceOf(
  settings: Readonly<Record<string, unknown>>,
  prefix: string,
): SecretSource | undefined | 'several' {
  const file = settings[`${prefix}File`];
  const environment = settings[`${prefix}Environment`];
  const credential = settings[`${prefix}Credential`];
  const sources: readonly (SecretSource | undefined)[] = [
    typeof file === 'string' ? { kind: 'file', path: file } : undefined,
    typeof environment === 'string' ? { kind: 'environment', name: environment } : undefined,
    typeof credential === 'string' ? { kind: 'systemd', name: credential } : undefined,
  ];
  const given = sources.filter((source) => source !== undefined);
  return given.length > 1 ? 'several' : given[0];
}

/** Of settings that were checked to name one. */
export function onlySource(settings: Readonly<Record<string, unknown>>, prefix: string): SecretSource {
  const source = sourceOf(settings, prefix);
  if (source === undefined || source === 'several') throw new TypeError(`not one source of ${prefix}`);
  return source;
}
