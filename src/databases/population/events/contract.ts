/** What happens to residents and is evidenced. */
export type EventKind = 'birth' | 'death' | 'marriage' | 'divorce' | 'move-in' | 'move-out' | 'identity';
