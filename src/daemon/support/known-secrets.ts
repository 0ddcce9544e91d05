/** Every secret that can be read on this machine, to look for in what is about to leave it. */
import { readFileSync } from 'node:fs';
import { grantEntrySchema } from '../../servers/grants/grant-record.js';
import { parseJson } from '../../shared/json-text.js';
import type { Environment } from '../config/resolve.js';
import type { Settings } from '../config/schema.js';
import { readSecret } from '../credentials/read-secret.js';
import { sourceOf, type SecretSource } from '../credentials/secret-source.js';
import { grantLogPath } from '../media-server/state-files.js';
import type { PoolRecord } from '../pools/pool-record.js';

export interface KnownSecrets {
  readonly values: readonly string[];
  /** Where one is said to be that could not be read: it is not looked for. */
  readonly unread: readonly string[];
}

export function knownSecrets(settings: Settings, pools: readonly PoolRecord[], environment: Environment): KnownSecrets {
  const values: string[] = [...tokensOf(settings.state)];
  const unread: string[] = [];
  const sources = [...sourcesIn(settings), ...pools.flatMap(sourceOfPool)];
  for (const source of sources) {
    try {
      values.push(readSecret(source, environment, 'looking for secrets').reveal());
    } catch {
      unread.push(source.kind === 'file' ? source.path : source.name);
    }
  }
  return { values, unread: [...new Set(unread)].sort() };
}

function sourceOfPool({ credential }: PoolRecord): readonly SecretSource[] {
  return credential.kind === 'prompt' ? [] : [credential];
}

/** Whatever in the settings has the form of a secret's source: `secretFile`, `passwordEnvironment`, `urlCredential` … */
function sourcesIn(value: unknown): readonly SecretSource[] {
  if (Array.isArray(value)) return value.flatMap(sourcesIn);
  if (typeof value !== 'object' || value === null) return [];
  const settings = value as Readonly<Record<string, unknown>>;
  const prefixes = Object.keys(settings).flatMap(
    (key) => /^(\w+)(?:File|Environment|Credential)$/.exec(key)?.[1] ?? [],
  );
  const own = prefixes.flatMap((prefix) => {
    const source = sourceOf(settings, prefix);
    return source === undefined || source === 'several' ? [] : [source];
  });
  return [...own, ...Object.values(settings).flatMap(sourcesIn)];
}

/** The tokens of all addresses that hosts were given. */
function tokensOf(state: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(grantLogPath(state), 'utf8');
  } catch {
    return [];
  }
  const tokens = text.split('\n').flatMap((line) => {
    const entry = grantEntrySchema.safeParse(parseJson(line.slice(9)));
    return entry.success && entry.data.kind === 'grant' ? [entry.data.grant.token] : [];
  });
  return [...new Set(tokens)];
}
