const databases = ['population', 'health-records', 'medical-records', 'reference'] as const;

/** The database of a tag, where it is one that the console has a name for. */
export function databaseKey(code: string): (typeof databases)[number] | undefined {
  return databases.find((each) => each === code);
}
