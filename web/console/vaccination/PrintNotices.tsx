import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { PupilFound, SchoolList } from '../../../src/applications/public-health/vaccination-coverage/contract.ts';
import { mainRegion } from '../../ui/popup.ts';
import { useMay, useSession } from '../app/session.tsx';
import { en } from './en.ts';
import { usePrinting } from './printing.ts';
import { zh } from './zh.ts';

/** Notices of catch-up for the parents of a class, each on a sheet of its own, in both languages. */
export function PrintNotices({ list }: { readonly list: SchoolList }) {
  const { t } = useTranslation('vaccination');
  const may = useMay();
  const { platform } = useSession();
  const [isPrinting, setPrinting] = useState(false);
  usePrinting(isPrinting, () => setPrinting(false));
  const lacking = list.pupils.filter(({ result }) => result === 'doses-missing');
  if (lacking.length === 0 || !may('vaccination.read')) return null;
  return (
    <>
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => setPrinting(true)}>
        {t('printNotices', { count: lacking.length })}
      </Button>
      {isPrinting &&
        createPortal(
          <div className="sheets">
            {lacking.map((pupil) => (
              <Notice key={pupil.resident} pupil={pupil} on={list.on} by={platform.name.zh} />
            ))}
          </div>,
          mainRegion(),
        )}
    </>
  );
}

function Notice({ pupil, on, by }: { readonly pupil: PupilFound; readonly on: string; readonly by: string }) {
  return (
    <article className="sheet">
      <h2>
        {zh.noticeTitle} <span lang="en">{en.noticeTitle}</span>
      </h2>
      <p>
        {zh.name} <span lang="en">{en.name}</span>：<strong>{pupil.name}</strong>
      </p>
      <p>{zh.noticeText}</p>
      <p lang="en">{en.noticeText}</p>
      <ul>
        {pupil.missing.map(({ dose, vaccine, vaccineName, number, earliest }) => (
          <li key={dose ?? vaccine}>
            {vaccineName.zh} <span lang="en">{vaccineName.en}</span> {number !== undefined && `${number}`}{' '}
            {earliest && `≥ ${earliest}`}
          </li>
        ))}
      </ul>
      <p>
        {by} {on}
      </p>
    </article>
  );
}
