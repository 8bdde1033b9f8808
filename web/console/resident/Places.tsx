import { EnvironmentOutlined, WarningOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { originOf, type ResidentRecord } from '../../fhir/record.ts';
import { isEvent } from '../../fhir/words/kinds.ts';
import { type Language, useLanguage } from '../../ui/language.ts';

/** Which places hold records, with their number; each filters the timeline. Places that were silent are named too. */
export function Places({ record }: { readonly record: ResidentRecord }) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  return (
    <ul className="places">
      {placesOf(record, language).map(({ place, name, count }) => (
        <li key={place}>
          <Link to="." search={{ place }} className="place">
            <EnvironmentOutlined aria-hidden /> {t('place', { place: name, count })}
          </Link>
        </li>
      ))}
      {record.gaps.map(({ place, placeName }) => (
        <li key={`silent-${place}`} className="place place-silent">
          <WarningOutlined aria-hidden /> {t('placeSilent', { place: placeName })}
        </li>
      ))}
    </ul>
  );
}

function placesOf({ resources }: ResidentRecord, language: Language) {
  const places = new Map<string, { place: string; name: string; count: number }>();
  for (const resource of resources) {
    const { place, placeName } = originOf(resource, language);
    const known = places.get(place) ?? { place, name: placeName, count: 0 };
    places.set(place, { ...known, count: known.count + (isEvent(resource.resourceType) ? 1 : 0) });
  }
  return [...places.values()].filter(({ place }) => place !== '').toSorted((a, b) => b.count - a.count);
}
