import type { ThemeConfig } from 'antd';

const FONT =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", sans-serif';

/** Ant Design under our tokens; the same colours stand in tokens.css for our own markup. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0b7a75',
    colorLink: '#0b7a75',
    colorError: '#c4314b',
    // The lighter colours that are derived for what is pointed at miss contrast AA.
    colorPrimaryHover: '#086460',
    colorLinkHover: '#086460',
    colorErrorHover: '#a3223a',
    colorWarning: '#b86e00',
    colorSuccess: '#14663c',
    colorInfo: '#0b7a75',
    // The tints that are derived from dark seeds come out greyish; these are ours.
    colorSuccessBg: '#e8f5ee',
    colorSuccessBorder: '#b5dcc5',
    colorWarningBg: '#fdf4e3',
    colorWarningBorder: '#ecd09b',
    colorErrorBg: '#fdeef0',
    colorErrorBorder: '#f0bcc6',
    colorInfoBg: '#e6f3f2',
    colorInfoBorder: '#b3d9d6',
    paddingXS: 7,
    paddingSM: 10,
    paddingLG: 18,
    colorText: '#1b2733',
    colorTextSecondary: '#55616e',
    // Ant Design's own greys for descriptions and placeholders miss contrast AA.
    colorTextTertiary: '#55616e',
    colorTextDescription: '#55616e',
    colorTextPlaceholder: '#66727e',
    colorBorder: '#c3ccd4',
    colorBorderSecondary: '#e3e8ec',
    colorBgLayout: '#f4f6f7',
    motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    borderRadius: 6,
    fontSize: 14,
    controlHeight: 30,
    fontFamily: FONT,
  },
  components: {
    Table: { headerBg: '#f8fafb', headerColor: '#55616e', rowHoverBg: '#f2f8f8', cellPaddingBlockSM: 7, cellPaddingInlineSM: 12 },
    Segmented: { trackBg: '#e3e8ec' },
    Tag: { defaultColor: '#3a4652' },
  },
};
