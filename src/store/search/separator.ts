/** Lexemes of a row go to the database as one text, parted by this; FHIR has it in no string. */
export const SEPARATOR = '\u001f';

/** A lexeme as it is hashed: nobody brings in others by writing the separator into a value. */
export const withoutSeparator = (lexeme: string): string =>
  lexeme.includes(SEPARATOR) ? lexeme.replaceAll(SEPARATOR, '\ufffd') : lexeme;
