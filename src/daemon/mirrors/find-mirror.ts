/** A mirror of the configuration by its name. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';
import type { MirrorSettings } from '../config/mirror-settings.js';

/** @throws MIRROR_UNKNOWN */
export function findMirror(mirrors: readonly MirrorSettings[], name: string): MirrorSettings {
  const found = mirrors.find((mirror) => mirror.name === name);
  if (found !== undefined) return found;
  const names = mirrors.map((mirror) => mirror.name);
  const meant = nearestWord(name, names);
  throw new DrydockError('MIRROR_UNKNOWN', {
    attempted: 'looking for a mirror',
    subject: name,
    expected:
      meant !== undefined ? `${meant}, perhaps` : names.length > 0 ? names.join(', ') : 'a mirror in servers.mirrors',
  });
}
