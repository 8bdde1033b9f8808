import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from './ListTable.tsx';
import './column-chooser.css';

interface ChosenColumns<Row> {
  readonly shown: readonly ListColumn<Row>[];
  readonly chosen: readonly string[];
  readonly choose: (keys: readonly string[]) => void;
}

/** The columns of a list that the user wants to see, remembered on this device. The first column always stays. */
export function useChosenColumns<Row>(list: string, columns: readonly ListColumn<Row>[]): ChosenColumns<Row> {
  const store = `minkang.columns.${list}`;
  const [kept, setKept] = useState(() => localStorage.getItem(store)?.split(','));
  const chosen = kept ?? columns.filter(({ optional }) => !optional).map(({ key }) => key);
  return {
    shown: columns.filter(({ key }, at) => at === 0 || chosen.includes(key)),
    chosen,
    choose: (keys) => {
      localStorage.setItem(store, keys.join(','));
      setKept([...keys]);
    },
  };
}

interface ColumnChooserProps<Row> {
  readonly columns: readonly ListColumn<Row>[];
  readonly chosen: readonly string[];
  readonly onChoose: (keys: readonly string[]) => void;
}

/** A button that opens the list of columns. */
export function ColumnChooser<Row>({ columns, chosen, onChoose }: ColumnChooserProps<Row>) {
  const { t } = useTranslation('ui');
  const options = columns.slice(1).map(({ key, title }) => ({ value: key, label: title }));
  const first = columns[0]?.key ?? '';
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('chooseColumns')}
      content={
        <Checkbox.Group
          className="column-choices"
          aria-label={t('chooseColumns')}
          options={options}
          value={[...chosen]}
          onChange={(keys) => onChoose([first, ...keys.filter((key) => key !== first)])}
        />
      }
    >
      <Button icon={<SettingOutlined aria-hidden />}>{t('columns')}</Button>
    </Popover>
  );
}
