import { code, date, text } from './words.ts';

/** Stays in hospital and in a home bed, vaccinations outside the programme: the repeated rows of WS 365-2011 5.2.2. */
export const stays = [
  date('admissionDate', '入院日期', 'Admitted on', 'DE06.00.091.00'),
  date('dischargeDate', '出院日期', 'Discharged on', 'DE06.00.016.00'),
  text('admissionReason', '入院原因', 'Reason for the admission', 'DE05.10.053.00'),
  text('stayInstitution', '医疗机构名称', 'Institution', 'DE08.10.013.00'),
  text('stayRecordNumber', '病案号', 'Number of the record', 'DE01.00.004.00'),
  date('homeBedFrom', '家庭病床建床日期', 'Home bed from', 'DE06.00.046.00'),
  date('homeBedUntil', '家庭病床撤床日期', 'Home bed until', 'DE06.00.045.00'),
  text('homeBedReason', '家庭病床建立原因', 'Reason for the home bed', 'DE06.00.047.00'),
  text('homeBedInstitution', '家庭病床医疗机构名称', 'Institution of the home bed', { shares: 'DE08.10.013.00' }),
  text('homeBedRecordNumber', '家庭病床病案号', 'Number of the record of the home bed', { shares: 'DE01.00.004.00' }),
  code('vaccineGiven', '疫苗名称', 'Vaccine', 'DE08.50.016.00', 'CV08.50.001'),
  text('vaccineLot', '疫苗批号', 'Lot of the vaccine', 'DE08.50.017.00'),
  date('vaccinatedOn', '接种日期', 'Vaccinated on', 'DE06.00.145.00'),
  text('vaccinatedAt', '接种机构', 'Place of vaccination', 'DE08.50.015.00'),
] as const;
