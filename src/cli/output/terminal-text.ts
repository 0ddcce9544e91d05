/**
 * Names and reasons come from pools and media: a VM may be called anything. Nothing of it steers the terminal: control characters
 * and marks that turn the direction of writing are shown as what they are. Only the tones of style.ts pass.
 */

const ownTones = /^\u001b\[(?:0|1|2|31|32|36)m/;

/** C0 without tab and line feed, DEL, C1, and the embeddings, overrides and isolates of bidirectional text. */
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

export function forTerminal(text: string): string {
  return text.replace(steering, (character, offset: number) => {
    if (character === '\u001b' && ownTones.test(text.slice(offset, offset + 6))) return character;
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}
