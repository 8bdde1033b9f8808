import { answer, days } from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { flag, text } from '../../../standards/index.ts';

/** The rules of services name the follow-up of contacts (infectious diseases, 2) and no form for it: this one is of the platform. */
const SOURCE =
  '国家基本公共卫生服务规范（第三版）传染病及突发公共卫生事件报告和处理服务规范；观察期为病种表所列潜伏期，表式为本平台所定';

/**
 * Daily observation of contacts of an outbreak. Whoever is registered as a contact is in it from the day of the last contact to the end
 * of the incubation; so it stands on the due list of who works where the contact lives. Of which outbreak, and of which disease, is not said.
 */
export const outbreakContact = defineProgramme({
  code: 'outbreak-contact',
  version: '2026',
  valid: { from: '2017-02-28' },
  title: { zh: '密切接触者医学观察', en: 'Observation of contacts' },
  purpose: {
    zh: '暴发疫情的密切接触者自末次接触次日起逐日观察，至潜伏期满。',
    en: 'Contacts of an outbreak are observed every day from the day after the last contact to the end of the incubation.',
  },
  source: SOURCE,
  enrolment: {
    kind: 'case',
    closing: [
      { code: 'case', title: { zh: '转为病例', en: 'Became a case' } },
      { code: 'outbreak-closed', title: { zh: '疫情结案', en: 'Outbreak closed' } },
      { code: 'excluded', title: { zh: '排除接触', en: 'Found to be no contact' } },
      { code: 'moved', title: { zh: '迁出', en: 'Moved away' } },
    ],
  },
  activities: [
    {
      code: 'observation',
      title: { zh: '逐日随访', en: 'Daily follow-up' },
      form: 'observation',
      schedule: {
        kind: 'follow-up',
        anew: true,
        first: { after: days(1), within: days(0) },
        choices: [
          {
            when: answer('contactIll').equals(true),
            after: days(1),
            within: days(0),
            refer: true,
            reason: { zh: '出现症状：转诊排查，次日再访', en: 'Ill: refer, and see again the next day' },
          },
        ],
        otherwise: { after: days(1), within: days(0) },
      },
    },
  ],
  elements: [flag('contactIll', '出现症状', 'Is ill'), text('contactSymptoms', '症状', 'Symptoms')],
  forms: [
    {
      code: 'observation',
      title: { zh: '密切接触者医学观察记录', en: 'Observation of a contact' },
      source: SOURCE,
      sections: [
        {
          code: 'found',
          title: { zh: '观察所见', en: 'What was found' },
          category: 'survey',
          fields: [
            { name: 'contactIll', required: true },
            { name: 'temperature' },
            { name: 'contactSymptoms', when: answer('contactIll').equals(true) },
            { name: 'contactMode' },
          ],
        },
      ],
    },
  ],
  classifications: [],
  measures: [],
});

/** An observation ends with the incubation: whoever enrols by hand says when, as the page of an outbreak reckons it. */
export const endsByItself = ({ code }: { readonly code: string }): boolean => code === outbreakContact.code;
