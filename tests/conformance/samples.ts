import { sampleFiles, sampleLines, sampleText } from '../support/samples.ts';

/** Examples that are wrong themselves: the display items of this one have no linkId, which R4 requires of every item. */
const WRONG = '"id":"qs1"';

/** Resources of the published examples that are valid, as text; empty where the samples are missing. */
export const exampleLines = (name: string): readonly string[] =>
  sampleLines(`${name}/examples.ndjson.gz`).filter(
    (line) => !(line.includes(WRONG) && line.includes('"resourceType":"Questionnaire"')),
  );

/** Gzipped bundles, by file name; empty where the samples are missing. */
export const exampleBundles = (name: string): readonly { readonly name: string; readonly text: string }[] =>
  sampleFiles(name, '.json.gz').map((file) => ({
    name: file.replace(/^.*\//, '').replace(/_[^_]*$/, ''),
    text: sampleText(file),
  }));
