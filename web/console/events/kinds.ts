export const eventKinds = ['birth', 'death', 'marriage', 'divorce', 'move-in', 'move-out', 'identity', 'correction'] as const;

/** The kind of an address, where it is one. */
export const toKind = (text: string | undefined) => eventKinds.find((kind) => kind === text);
