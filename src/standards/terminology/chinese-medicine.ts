/** Institution types of Chinese medicine in WS 218-2002: hospitals, clinics and institutes of Chinese, integrated and ethnic medicine. */
const CHINESE_MEDICINE = /^(A[234]|D12|D130|D140|D21[234]|M[345])/;

export const isChineseMedicine = (institutionType: string): boolean => CHINESE_MEDICINE.test(institutionType);
