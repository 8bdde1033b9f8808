/** A key for something that is sent once, however often it is tried. */
export const newKey = (): string => crypto.randomUUID();
