import { Outlet, useRouterState } from '@tanstack/react-router';
import { Drawer, Spin } from 'antd';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../src/security/identity/contract.ts';
import { FhirProvider } from '../../fhir/client.ts';
import { formatInstant } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { usePrinting } from '../../ui/printing.ts';
import { call, useAnswer } from './api.ts';
import { NoRightPage } from './NoRightPage.tsx';
import { useOfflineWork } from './offline/offline-work.ts';
import { Rail } from './Rail.tsx';
import { rightFor } from './sections.ts';
import { SessionProvider, useSession } from './session.tsx';
import { TopBar } from './TopBar.tsx';
import './layout.css';

const COLLAPSED = 'minkang.rail';

/** Everything behind the sign-in: the session first, then the frame around the page. */
export function SignedInLayout() {
  const { t } = useTranslation();
  const session = useAnswer<Session>('/api/session');
  if (session.isPending) return <Spin className="layout-wait" size="large" aria-label={t('loading', { ns: 'ui' })} />;
  if (!session.data) {
    return (
      <main className="layout-failed">
        <h1>{t('productLong')}</h1>
        <ProblemNotice error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  return (
    <SessionProvider value={session.data}>
      <FhirProvider value={call}>
        <Frame rights={session.data.rights} />
      </FhirProvider>
    </SessionProvider>
  );
}

function Frame({ rights }: { readonly rights: readonly string[] }) {
  const { t } = useTranslation();
  useOfflineWork();
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [collapsed, collapse] = useCollapsed();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const needed = rightFor(path);
  const main = useRef<HTMLElement>(null);
  useFocusOnArrival(main, path);
  return (
    <div className="layout">
      <a className="skip-link" href="#main">
        {t('skip')}
      </a>
      <div className="layout-rail">
        <Rail collapsed={collapsed} onCollapse={collapse} />
      </div>
      <Drawer
        open={drawerOpen}
        onClose={() => setDrawerOpen(false)}
        placement="left"
        size={196}
        closable={false}
        styles={{ body: { padding: 0 } }}
        aria-label={t('menu')}
      >
        <Rail collapsed={false} onChoose={() => setDrawerOpen(false)} />
      </Drawer>
      <div className="layout-page">
        <TopBar onMenu={() => setDrawerOpen(true)} />
        <main id="main" tabIndex={-1} ref={main}>
          <Printed />
          {needed && !rights.includes(needed) ? <NoRightPage /> : <Outlet />}
        </main>
      </div>
    </div>
  );
}

/** On paper: when, where and by whom it was printed. */
function Printed() {
  const { t } = useTranslation();
  const name = useBilingual();
  const { account, platform } = useSession();
  if (!usePrinting()) return null;
  const facts = { time: formatInstant(new Date().toISOString()), platform: name(platform.name), account: name(account.name) };
  return <p className="print-only">{t('printed', facts)}</p>;
}

/** A new page is read and tabbed through from its start; the first one leaves the focus where the browser has it. */
function useFocusOnArrival(main: RefObject<HTMLElement | null>, path: string) {
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    main.current?.focus({ preventScroll: true });
  }, [main, path]);
}

function useCollapsed(): [boolean, () => void] {
  const [collapsed, setCollapsed] = useState(localStorage.getItem(COLLAPSED) === 'collapsed');
  const toggle = () => {
    localStorage.setItem(COLLAPSED, collapsed ? 'open' : 'collapsed');
    setCollapsed(!collapsed);
  };
  return [collapsed, toggle];
}
