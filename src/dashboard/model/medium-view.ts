/** What a passport says in words: who vouches for a medium, and whether it is still what was imported. */
import type { MediumSummary } from '../../contract/api/media.js';
import type { Tone } from './tones.js';

export interface Verdict {
  readonly tone: Tone;
  readonly word: string;
  readonly text: string;
}

export function signatureVerdict(signature: MediumSummary['signature']): Verdict {
  switch (signature) {
    case 'good':
      return { tone: 'good', word: 'signed', text: "The publisher's signature is good." };
    case 'absent':
      return {
        tone: 'care',
        word: 'not signed',
        text: 'It carries no signature; its files are verified against its own metadata alone.',
      };
    case 'untrusted-key':
      return {
        tone: 'care',
        word: 'unknown key',
        text: 'It is signed with a key that is not among its own first keys.',
      };
    case 'bad':
      return {
        tone: 'bad',
        word: 'bad signature',
        text: 'The signature does not belong to this medium. Do not install from it.',
      };
  }
}

export function checkVerdict(lastCheck: MediumSummary['lastCheck']): Verdict {
  if (lastCheck === null)
    return { tone: 'quiet', word: 'not hashed again', text: 'Verified at its import, and not hashed again since.' };
  if (lastCheck.whole) return { tone: 'good', word: 'whole', text: 'Every file is what was imported.' };
  const { damaged, missing, extra } = lastCheck;
  const parts = [
    ...(damaged > 0 ? [`${damaged} damaged`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(extra > 0 ? [`${extra} too many`] : []),
  ];
  return { tone: 'bad', word: 'damaged', text: `Of its files: ${parts.join(', ')}. Repair it: drydock media repair.` };
}

export function layoutName(layout: MediumSummary['layout']): string {
  return {
    treeinfo: 'installation medium',
    'xs-repository': 'installation medium (up to 6.5)',
    'supplemental-pack': 'supplemental pack',
  }[layout];
}

/** What hosts can be upgraded from: packs are given beside such a medium. */
export function isInstallable({ layout }: Pick<MediumSummary, 'layout'>): boolean {
  return layout !== 'supplemental-pack';
}
