import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../../ui/language.ts';
import type { Group } from './groups.ts';

interface SectionIndexProps {
  readonly groups: readonly Group[];
  readonly idOf: (group: Group) => string;
  /** Keys of fields with an answer. */
  readonly filled: ReadonlySet<string>;
}

/** The sections of a long form at its side, each with how much of it is filled in. */
export function SectionIndex({ groups, idOf, filled }: SectionIndexProps) {
  const { t } = useTranslation('form');
  const name = useBilingual();
  return (
    <nav className="section-index" aria-label={t('sections')}>
      <ol>
        {groups.map((group) => {
          const count = group.fields.filter(({ key }) => filled.has(key)).length;
          const isShort = group.fields.some(({ key, required }) => required && !filled.has(key));
          return (
            <li key={group.key}>
              <a
                href={`#${idOf(group)}`}
                onClick={(event) => {
                  event.preventDefault();
                  const section = document.getElementById(idOf(group));
                  section?.scrollIntoView({ block: 'start' });
                  section?.querySelector<HTMLElement>('input')?.focus({ preventScroll: true });
                }}
              >
                {name(group.title)}
              </a>{' '}
              <span className="numeric muted">
                {count}/{group.fields.length}
                {isShort && <span className="data-required"> {t('open')}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
