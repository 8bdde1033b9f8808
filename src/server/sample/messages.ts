/** What a platform process and the one that started it tell each other. */
export type FromPlatform =
  | { readonly kind: 'ready' }
  | { readonly kind: 'seeding'; readonly resources: number }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'operate'; readonly request: number; readonly division: string; readonly action: 'stop' | 'start' };

export interface ToPlatform {
  readonly kind: 'operated';
  readonly request: number;
  readonly sentence?: string;
}
