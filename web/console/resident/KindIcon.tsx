import {
  AlertOutlined,
  CalendarOutlined,
  ExperimentOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  FormOutlined,
  HeartOutlined,
  LineChartOutlined,
  MedicineBoxOutlined,
  PictureOutlined,
  PushpinOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  ScissorOutlined,
  SolutionOutlined,
  TeamOutlined,
  WalletOutlined,
} from '@ant-design/icons';

const icons: Readonly<Record<string, typeof AlertOutlined>> = {
  AllergyIntolerance: AlertOutlined,
  Appointment: CalendarOutlined,
  CarePlan: ScheduleOutlined,
  CareTeam: TeamOutlined,
  Claim: WalletOutlined,
  Composition: FileTextOutlined,
  Condition: HeartOutlined,
  Coverage: WalletOutlined,
  DiagnosticReport: ExperimentOutlined,
  DocumentReference: FileTextOutlined,
  Encounter: SolutionOutlined,
  EpisodeOfCare: ScheduleOutlined,
  ExplanationOfBenefit: WalletOutlined,
  FamilyMemberHistory: TeamOutlined,
  Flag: AlertOutlined,
  Goal: PushpinOutlined,
  ImagingStudy: PictureOutlined,
  Immunization: SafetyCertificateOutlined,
  MedicationAdministration: MedicineBoxOutlined,
  MedicationDispense: MedicineBoxOutlined,
  MedicationRequest: MedicineBoxOutlined,
  MedicationStatement: MedicineBoxOutlined,
  Observation: LineChartOutlined,
  Procedure: ScissorOutlined,
  QuestionnaireResponse: FormOutlined,
};

/** The sign of a kind; its name always stands beside it. */
export function KindIcon({ type }: { readonly type: string }) {
  const Icon = icons[type] ?? FileDoneOutlined;
  return <Icon aria-hidden />;
}
