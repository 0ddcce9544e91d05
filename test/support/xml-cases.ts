/** What the tests of the two ways of reading XML share: a document that only the strict one takes, and pieces of any size. */
import type { Draws } from '../fuzz/draws.js';

/** The same document with what only the strict parser takes before it; a comment is told to nobody. */
export function strictly(document: string): string {
  const at = document.startsWith('<?xml') ? document.indexOf('?>') + 2 : 0;
  return `${document.slice(0, at)}<!-- -->${document.slice(at)}`;
}

/** Where each piece of something of that length begins and ends. @param longest one of them, drawn anew for each piece */
export function drawnPieces(draws: Draws, length: number, longest: readonly number[]): (readonly [number, number])[] {
  const pieces: (readonly [number, number])[] = [];
  for (let at = 0; at < length;) {
    const end = at + 1 + draws.upTo(draws.oneOf(longest));
    pieces.push([at, end]);
    at = end;
  }
  return pieces;
}
