/** An error as XAPI reports it: a code with parameters, in an answer that is HTTP 200 all the same. */
export class XapiFailure extends Error {
  constructor(readonly description: readonly [code: string, ...params: string[]]) {
    super(description.join(' '));
  }

  static of(code: string, ...params: string[]): XapiFailure {
    return new XapiFailure([code, ...params]);
  }
}
