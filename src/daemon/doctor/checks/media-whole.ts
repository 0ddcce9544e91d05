/** The media in the store: hashed not too long ago and found whole, and each name leads to one. */
import { rehashSettings } from '../../rehash/rehash-settings.js';
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { MediaFacts } from '../facts/media.js';

const day = 24 * 60 * 60_000;

export const mediaWhole: DoctorCheck = {
  id: 'media-whole',
  title: 'Each medium was hashed lately and found whole, and each alias leads to one',
  severities: ['pass', 'info', 'notice', 'warning', 'failure'],
  remedy: 'drydock media verify ID hashes it now; drydock media repair ID SOURCE puts damaged files right.',
  judge: ({ media, settings, now }) => {
    if ('unknown' in media) {
      const reason = `The store cannot be read: ${media.unknown}`;
      const remedy = 'Look at media.cache, at who may read it, and at docs/errors.md for the code.';
      return [found('failure', 'media store', { reason, remedy })];
    }
    const { every } = rehashSettings(settings.media);
    const { value } = media;
    if (value.media.length === 0) {
      const remedy = 'drydock media import FILE.iso';
      return [found('info', 'media store', { reason: 'It holds no medium yet.', remedy }), ...aliases(value)];
    }
    return [...value.media.map((medium) => judgeMedium(medium, every, now)), ...aliases(value)];
  },
};

function judgeMedium(
  { id, importedAt, lastHash }: MediaFacts['media'][number],
  every: number,
  now: number,
): DoctorObserved {
  if (lastHash?.whole === false) {
    const reason = `It was found damaged on ${date(lastHash.at)}.`;
    const remedy = `Look: drydock media verify ${id}; put it right: drydock media repair ${id} SOURCE`;
    return found('failure', id, { reason, remedy });
  }
  // Twice the time: the controller hashes at its own pace, one medium after the other.
  const since = lastHash?.at ?? importedAt;
  const told =
    lastHash === null ? `imported on ${date(importedAt)}, not hashed since` : `last hashed on ${date(lastHash.at)}`;
  if (every > 0 && now - since > Math.max(2 * every, day)) {
    const reason = `It was ${told}; media.rehashEvery asks for more.`;
    const remedy = `Run: drydock media verify ${id}. The running controller does it by itself (drydock serve).`;
    return found('notice', id, { reason, remedy });
  }
  return pass(id, `It was ${told}.`);
}

function aliases({ dangling }: MediaFacts): DoctorObserved[] {
  return dangling.map(({ alias, id }) =>
    found('warning', alias, {
      reason: `The alias leads to ${id}, which is not in the store.`,
      remedy: `Point it at another medium: drydock media alias ${alias} ID`,
    }),
  );
}

function date(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
