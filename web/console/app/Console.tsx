import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { Failure } from '../../ui/failure.ts';
import { useLanguage } from '../../ui/language.ts';
import { router } from './router.tsx';
import { theme } from './theme.ts';

/** Tried once more where the platform may be back in a moment; what it refused stays refused. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // the browser’s own guess would pause what can be answered without network
      networkMode: 'always',
      staleTime: 5_000,
      retry: (failures, error) => failures < 1 && error instanceof Failure && (error.status === 0 || error.status === 503),
      retryDelay: 800,
    },
    mutations: { networkMode: 'always' },
  },
});

export function Console() {
  const language = useLanguage();
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <App>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
