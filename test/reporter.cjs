'use strict';
// mocha's spec reporter, closed by the one line that CI sums over suites: "N passed, N failed".
const { reporters } = require('mocha');

class CountingReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const pending = this.stats.pending > 0 ? `, ${this.stats.pending} skipped` : '';
    console.log(`${this.stats.passes} passed, ${this.stats.failures} failed${pending}`);
  }
}

module.exports = CountingReporter;
