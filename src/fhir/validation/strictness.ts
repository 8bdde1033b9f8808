/**
 * What R4 allows and a platform may refuse all the same, as the reference validator (HL7 validator_cli) does by default or where
 * it is told to: addresses that lead nowhere, extensions without a known definition, HTML within markdown, and displays that
 * are no name of their code.
 */
export const strictRules = ['example-addresses', 'unknown-extensions', 'markup', 'other-displays'] as const;
export type StrictRule = (typeof strictRules)[number];
