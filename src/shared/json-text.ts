/** JSON from outside, on its way to a schema: what is no JSON is a document of another form like any other. */

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
