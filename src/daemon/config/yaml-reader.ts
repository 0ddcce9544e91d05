/** What is used of the YAML library, as a module that can be loaded on demand: the bundler gives names only to static imports. */
export { LineCounter, parseDocument } from 'yaml';
