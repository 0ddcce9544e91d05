/** Which public keys of a medium an installer fetches, and when (media-and-clients.md 2.4). */
import type { InstallerFacts } from '../releases/release-facts.js';
import { Asking, type ScriptPart } from './asking.js';

/** Before the packages: the first key, which metadata and packages are then checked against. Gives the path that is missing. */
export function* fetchCheckingKey(facts: InstallerFacts, keys: readonly string[]): ScriptPart<string | undefined> {
  const [first] = keys;
  if (facts.signatures !== 'first-media-key' || first === undefined) return undefined;
  return yield* fetchKeys([first]);
}

/** After the packages: installers up to 8.2 put every key into the new system. Read in their source, not recorded. */
export function* fetchKeysForSystem(facts: InstallerFacts, keys: readonly string[]): ScriptPart<string | undefined> {
  return facts.signatures === 'first-media-key' ? undefined : yield* fetchKeys(keys);
}

function* fetchKeys(keys: readonly string[]): ScriptPart<string | undefined> {
  const asking = new Asking('installer', 'packages');
  for (const key of keys) {
    if ((yield* asking.read(key)) === undefined) return key;
  }
  return undefined;
}
