import { PrinterOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, QRCode, Skeleton } from 'antd';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Certificate, CertificateCheck } from '../../../src/applications/public-health/vaccination/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { mainRegion } from '../../ui/popup.ts';
import { post, useAnswer } from '../app/api.ts';
import { PersonPicker } from '../app/form/PersonPicker.tsx';
import { useMay } from '../app/session.tsx';
import { useUrlState } from '../app/url-state.ts';
import { en } from './en.ts';
import { PastDoseForm } from './PastDoseForm.tsx';
import { PointFrame } from './PointFrame.tsx';
import { usePrinting } from './printing.ts';
import { zh } from './zh.ts';

/** The vaccination certificate of a resident: shown, printed, completed from evidence; and the check of one that is shown. */
export function CertificatePage() {
  const { t } = useTranslation('vaccination');
  return (
    <PointFrame title={t('certificateTitle')} purpose={t('certificatePurpose')} anywhere>
      {() => <CertificateDesk />}
    </PointFrame>
  );
}

function CertificateDesk() {
  const { t } = useTranslation('vaccination');
  const may = useMay();
  const [{ resident }, setUrl] = useUrlState({ resident: '' });
  const path = `/api/residents/${encodeURIComponent(resident)}/vaccination-certificate`;
  const found = useAnswer<Certificate>(path, { enabled: resident !== '' });
  const chosen = found.data && resident ? { id: resident, name: found.data.name } : undefined;
  return (
    <>
      <div className="certificate-desk">
        <section className="panel certificate-choose">
          <label htmlFor="certificate-person">{t('certificateOf')}</label>
          <PersonPicker id="certificate-person" value={chosen} onChange={(person) => setUrl({ resident: person?.id ?? '' })} />
        </section>
        <CheckCode />
      </div>
      {resident !== '' && found.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} />}
      {found.error && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {resident !== '' && found.data && (
        <>
          <Booklet certificate={found.data} />
          <PrintBooklet certificate={found.data} />
          {may('vaccination.write') && <PastDoseForm key={resident} resident={resident} onEntered={() => void found.refetch()} />}
        </>
      )}
    </>
  );
}

/** A code as a scanner types it. */
function CheckCode() {
  const { t } = useTranslation('vaccination');
  const [code, setCode] = useState('');
  const checking = useMutation({
    mutationFn: () => post<CertificateCheck>('/api/vaccination/certificates/check', { code: code.trim() }),
  });
  const { data } = checking;
  return (
    <form
      className="panel certificate-choose"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim()) checking.mutate();
      }}
    >
      <label htmlFor="certificate-code">{t('checkCode')}</label>
      <div className="session-register-line">
        <Input
          id="certificate-code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
          placeholder={t('checkCodeHint')}
          autoComplete="off"
        />
        <Button htmlType="submit" loading={checking.isPending}>
          {t('checkButton')}
        </Button>
      </div>
      {data && (
        <Alert
          role="status"
          showIcon
          type={data.state === 'false' ? 'error' : data.state === 'outdated' ? 'warning' : 'success'}
          title={t(`code_${data.state}`, { on: data.issuedOn ?? '', division: data.division ?? '' })}
        />
      )}
      {checking.error && <ProblemNotice error={checking.error} />}
    </form>
  );
}

/** The pages of the certificate, both languages on them whichever the console has: who reads it is not who prints it. */
function Booklet({ certificate }: { readonly certificate: Certificate }) {
  const { t } = useTranslation('vaccination');
  const { name, sex, birthDate, issuedOn, issuer, doses, next, code } = certificate;
  const facts = [
    [zh.name, en.name, name],
    [zh.sexLabel, en.sexLabel, `${zh[sex]} ${en[sex]}`],
    [zh.birthDate, en.birthDate, birthDate ?? '—'],
    [zh.issuedOn, en.issuedOn, issuedOn],
    [zh.issuer, en.issuer, `${issuer.zh} ${issuer.en}`],
    [zh.nextDate, en.nextDate, next === undefined ? '—' : next.on > issuedOn ? next.on : `${zh.dueNow} ${en.dueNow}`],
  ] as const;
  return (
    <section className="booklet" aria-label={t('certificate')}>
      <header>
        <h2>
          {zh.certificateTitle} <span lang="en">{en.certificateTitle}</span>
        </h2>
        <QRCode value={code} size={150} errorLevel="L" bordered={false} aria-label={t('code')} />
      </header>
      <dl className="booklet-facts">
        {facts.map(([chinese, english, value]) => (
          <div key={english}>
            <dt>
              {chinese} <span lang="en">{english}</span>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keys */}
      <section className="booklet-scroll" aria-label={t('doses')} tabIndex={0}>
        <table>
          <caption className="sr-only">{t('given')}</caption>
          <thead>
            <tr>
              {(['on', 'vaccine', 'number', 'lotNumber', 'manufacturer', 'site'] as const).map((key) => (
                <th key={key} scope="col">
                  {zh[key]} <span lang="en">{en[key]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {doses.map((dose) => (
              <tr key={dose.id}>
                <td className="numeric">{dose.on}</td>
                <td>
                  {dose.vaccineName.zh} <span lang="en">{dose.vaccineName.en}</span>
                </td>
                <td className="numeric">{dose.number ?? '—'}</td>
                <td>{dose.lotNumber || '—'}</td>
                <td>{dose.manufacturer ?? '—'}</td>
                <td>{dose.isPast ? `${zh.byEvidence} ${en.byEvidence}` : (dose.site ?? '—')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {doses.length === 0 && <p>{t('noDoses')}</p>}
      <footer>
        {zh.codeFoot} <span lang="en">{en.codeFoot}</span>
      </footer>
    </section>
  );
}

function PrintBooklet({ certificate }: { readonly certificate: Certificate }) {
  const { t } = useTranslation('vaccination');
  const [isPrinting, setPrinting] = useState(false);
  usePrinting(isPrinting, () => setPrinting(false));
  return (
    <div className="toolbar">
      <Button type="primary" icon={<PrinterOutlined aria-hidden />} onClick={() => setPrinting(true)}>
        {t('print')}
      </Button>
      {isPrinting &&
        createPortal(
          <div className="sheets">
            <Booklet certificate={certificate} />
          </div>,
          mainRegion(),
        )}
    </div>
  );
}
