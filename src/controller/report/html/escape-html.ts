/** Names come from the pool and may hold anything: no text goes into HTML or SVG but through here. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Fit for text and for attribute values in quotes. What no document may hold is shown as the replacement character. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replace(bidirectional, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** They would turn round what stands after them: a name could make a row read otherwise than it is. */
const bidirectional = /[\u202a-\u202e\u2066-\u2069]/g;
