import { InboxOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { post } from '../api.ts';
import { toBase64 } from './save-answer.ts';

interface ChooseFileProps {
  /** Address of the imports of its kind. */
  readonly base: string;
  /** What the file is of. */
  readonly about: Readonly<Record<string, string>>;
  readonly onLookedAt: (id: string) => void;
}

/** Takes a file and has it looked at; tells why it could not be read. */
export function ChooseFile({ base, about, onLookedAt }: ChooseFileProps) {
  const { t } = useTranslation('imports');
  const looking = useMutation({
    mutationFn: async (file: File) =>
      post<{ readonly id: string }>(base, { ...about, name: file.name, content: await toBase64(file) }),
    onSuccess: ({ id }) => onLookedAt(id),
  });
  return (
    <>
      <Upload.Dragger
        accept=".xlsx"
        maxCount={1}
        showUploadList={false}
        disabled={looking.isPending}
        beforeUpload={(file) => {
          looking.mutate(file);
          return false;
        }}
      >
        <p className="import-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p>{looking.isPending ? t('reading') : t('choose')}</p>
        <p className="muted">{t('chooseHint')}</p>
      </Upload.Dragger>
      {looking.error && <ProblemNotice error={looking.error} />}
    </>
  );
}
