import type { PlaceName } from '../../../../src/platform/directory/contract.ts';
import { useBilingual } from '../../../ui/language.ts';
import { useAnswer } from '../api.ts';

/** What the division is called whose code was typed; nothing while it is not whole. */
export function PlaceHint({ code }: { readonly code: string }) {
  const name = useBilingual();
  const isWhole = /^\d{6}(?:\d{3})?(?:\d{3})?$/.test(code);
  const place = useAnswer<PlaceName>(`/api/divisions/${encodeURIComponent(code)}`, { enabled: isWhole });
  if (!isWhole || !place.data || name(place.data.name) === code) return null;
  return <span className="muted">{name(place.data.name)}</span>;
}
