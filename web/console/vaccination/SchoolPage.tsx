import { FileExcelOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PupilFound, SchoolList } from '../../../src/applications/public-health/vaccination-coverage/contract.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';
import { PointFrame } from './PointFrame.tsx';
import { PrintNotices } from './PrintNotices.tsx';
import { parsePupils } from './pupils.ts';
import { rowsOfFile } from './rows-of-file.ts';

const LEVELS = ['kindergarten', 'primary-school', 'middle-school'] as const;

/** A class: who misses which doses, and the notice for the parents. */
export function SchoolPage() {
  const { t } = useTranslation('vaccination');
  const [text, setText] = useState('');
  const [level, setLevel] = useState<string>(LEVELS[0]);
  const pupils = parsePupils(text);
  const checking = useMutation({
    mutationFn: () => post<SchoolList>('/api/vaccination/school-list', { level, pupils }),
  });
  const reading = useMutation({ mutationFn: rowsOfFile, onSuccess: setText });
  return (
    <PointFrame title={t('schoolTitle')} purpose={t('schoolPurpose')} anywhere>
      {() => (
        <>
          <form
            className="panel school-form"
            onSubmit={(event) => {
              event.preventDefault();
              checking.mutate();
            }}
          >
            <label htmlFor="school-class">{t('schoolPaste')}</label>
            <Input.TextArea
              id="school-class"
              rows={8}
              value={text}
              placeholder={t('schoolHint')}
              onChange={(event) => setText(event.target.value)}
            />
            <div className="toolbar">
              <Upload
                accept=".xlsx,.xls,.csv"
                maxCount={1}
                showUploadList={false}
                beforeUpload={(file) => {
                  reading.mutate(file);
                  return false;
                }}
              >
                <Button icon={<FileExcelOutlined aria-hidden />} loading={reading.isPending}>
                  {t('schoolFile')}
                </Button>
              </Upload>
              <Select
                aria-label={t('level')}
                value={level}
                options={LEVELS.map((one) => ({ value: one, label: t(`level_${one}`) }))}
                onChange={setLevel}
                popupMatchSelectWidth={false}
              />
              <Button type="primary" htmlType="submit" disabled={pupils.length === 0} loading={checking.isPending}>
                {t('schoolCheck', { count: pupils.length })}
              </Button>
            </div>
          </form>
          {(checking.error ?? reading.error) && <ProblemNotice error={checking.error ?? reading.error} />}
          {checking.data && <Checked list={checking.data} />}
        </>
      )}
    </PointFrame>
  );
}

const RESULTS = ['complete', 'doses-missing', 'unknown', 'ambiguous'] as const;

function Checked({ list }: { readonly list: SchoolList }) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const dosesOf = (doses: PupilFound['missing']) =>
    doses
      .map(({ vaccineName, number }) =>
        number === undefined ? say(vaccineName) : t('doseOf', { vaccine: say(vaccineName), number }),
      )
      .join(t('listComma'));
  const columns: ListColumn<PupilFound & { readonly line: number }>[] = [
    { key: 'line', title: t('line'), text: ({ line }) => String(line), align: 'end', width: 60 },
    {
      key: 'name',
      title: t('name'),
      text: ({ name }) => name,
      cell: ({ name, resident }) =>
        resident ? (
          <Link to="/residents/$id" params={{ id: resident }}>
            {name}
          </Link>
        ) : (
          name
        ),
    },
    {
      key: 'result',
      title: t('state'),
      text: ({ result }) => t(`pupil_${result}`),
      cell: ({ result }) => <span className={`pupil-${result}`}>{t(`pupil_${result}`)}</span>,
    },
    { key: 'missing', title: t('missingDoses'), text: ({ missing }) => dosesOf(missing) },
    { key: 'due', title: t('dueDoses'), text: ({ due }) => dosesOf(due) },
  ];
  const rows = list.pupils.map((pupil, index) => ({ ...pupil, line: index + 1 }));
  return (
    <>
      <p role="status" className="school-summary">
        {RESULTS.map((result) => (
          <span key={result}>
            {t(`pupil_${result}`)} <strong className="numeric">{rows.filter((one) => one.result === result).length}</strong>
          </span>
        ))}
        <PrintNotices list={list} />
      </p>
      <ListTable
        caption={t('schoolTitle')}
        rows={rows}
        columns={columns}
        rowKey={({ line }) => String(line)}
        empty={t('coverageNone')}
      />
    </>
  );
}
