// dependency-cruiser rules made from one table: who may import whom.
// Run by `npm test`; alone: npx depcruise --config layering.cjs src web
// Needs a `typescript` below 7 beside it: with 7, which has no JavaScript API, every .ts file is skipped and all is "well".

/** Module → the modules it may import. A group name (security, databases, …) stands for each folder in it. */
const mayImport = {
  kernel: [],
  fhir: ['kernel'],
  standards: ['kernel', 'fhir'],
  forms: ['kernel', 'fhir', 'standards'],
  matching: ['kernel'],
  drafts: ['kernel', 'forms', 'security/crypto', 'store'],
  imports: ['kernel', 'standards', 'forms', 'store'],
  'security/crypto': ['kernel'],
  store: ['kernel', 'fhir', 'standards', 'security/crypto'],
  jobs: ['kernel', 'store'],
  tally: ['kernel', 'standards', 'store'],
  'life-course': [],
  chronicle: ['kernel', 'fhir', 'standards', 'store', 'life-course'],
  'network/fhir': ['kernel', 'fhir', 'standards', 'security/crypto'],
  'network/hl7v2': ['kernel', 'fhir', 'standards', 'security/crypto'],
  'network/cda': ['kernel', 'fhir', 'standards', 'security/crypto'],
  'network/csv': ['kernel', 'fhir', 'standards', 'security/crypto'],
  'security/identity': ['kernel', 'fhir', 'standards', 'security/crypto', 'store'],
  'security/consent': ['kernel', 'fhir', 'standards', 'store'],
  'security/access': ['kernel', 'fhir', 'standards', 'store', 'security/identity', 'security/consent'],
  'security/audit': ['kernel', 'fhir', 'security/crypto', 'store'],
  'databases/population': ['kernel', 'fhir', 'standards', 'forms', 'imports', 'matching', 'store', 'tally'],
  'databases/health-records': ['kernel', 'fhir', 'standards', 'store'],
  'databases/medical-records': ['kernel', 'fhir', 'standards', 'store'],
  card: ['kernel', 'fhir', 'standards', 'security/crypto', 'store', 'databases/population'],
  platform: ['kernel', 'fhir', 'standards', 'matching', 'store', 'tally', 'jobs', 'security', 'network', 'databases', 'platform'],
  programmes: ['kernel', 'fhir', 'standards', 'forms', 'imports', 'store', 'jobs', 'life-course', 'chronicle', 'databases'],
  indicators: ['kernel', 'fhir', 'standards', 'store', 'tally', 'jobs', 'life-course', 'chronicle'],
  definitions: ['kernel', 'fhir', 'standards', 'store', 'life-course', 'programmes'],
  'applications/public-health': [],
  'applications/family-planning': [],
  'applications/medical-services': [],
  'applications/medical-security': [],
  'applications/drug-management': [],
  'applications/comprehensive-management': [],
  server: [
    ...['kernel', 'fhir', 'standards', 'forms', 'drafts', 'imports', 'matching', 'store', 'tally', 'jobs', 'security', 'network', 'databases', 'card'],
    ...['platform', 'life-course', 'chronicle', 'programmes', 'definitions', 'indicators', 'applications'],
  ],
};
for (const module of Object.keys(mayImport).filter((name) => name.startsWith('applications/'))) {
  mayImport[module] = [
    ...['kernel', 'fhir', 'standards', 'forms', 'store', 'jobs', 'security', 'databases', 'card', 'platform'],
    ...['life-course', 'chronicle', 'programmes', 'definitions', 'indicators'],
  ];
}

const notTests = '(\\.test\\.tsx?|/testing\\.ts)$';
const path = (module) => `^src/${module}/`;

/** Importing what the table does not name. */
const layers = Object.entries(mayImport).map(([module, allowed]) => ({
  name: `layer:${module}`,
  severity: 'error',
  from: { path: path(module), pathNot: notTests },
  to: { path: '^src/', pathNot: [module, ...allowed].map(path) },
}));

/** Reaching past a module's index.ts. Inside a module files import each other directly, never through its index. */
const capabilities = [
  ...['directory', 'document-registry', 'exchange', 'profiles', 'resident-index', 'routing', 'subscriptions', 'sync'],
  ...['terminology', 'views'],
];
const rooms = [
  ...Object.keys(mayImport).filter((name) => name !== 'platform' && name !== 'server'),
  ...capabilities.map((name) => `platform/${name}`),
];
const doors = rooms.map((module) => ({
  name: `door:${module}`,
  severity: 'error',
  from: { path: '^(src|web)/', pathNot: [path(module), notTests] },
  to: {
    path: path(module),
    pathNot: [
      ...[`${path(module)}index\\.ts$`, `${path(module)}contract\\.ts$`, `${path(module)}[^/]+/contract\\.ts$`],
      // parts of fhir that carry large tables have doors of their own, so that the console does not load them;
      // an application is a group of capabilities, each with its own
      ...(module === 'fhir' || module.startsWith('applications/') ? [`${path(module)}[^/]+/index\\.ts$`] : []),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...doors,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'web:server-code',
      severity: 'error',
      comment: 'The console sees contracts and FHIR types, nothing else of src',
      from: { path: '^web/' },
      to: { path: '^src/', pathNot: ['^src/(fhir|life-course)/index\\.ts$', '^src/.+/contract\\.ts$'] },
    },
    {
      name: 'web:ui-is-plain',
      severity: 'error',
      from: { path: '^web/ui/' },
      to: { path: '^(src|web)/', pathNot: '^web/ui/' },
    },
    { name: 'web:fhir-below-pages', severity: 'error', from: { path: '^web/fhir/' }, to: { path: '^web/(console|portal)/' } },
    {
      name: 'web:pages-apart',
      severity: 'error',
      comment: 'Areas of the console do not know each other; what they share is in web/console/app, which knows them by route',
      from: { path: '^web/console/([^/]+)/', pathNot: '^web/console/app/' },
      to: { path: '^web/(console|portal)/', pathNot: '^web/console/($1|app)/' },
    },
    {
      name: 'sql-at-the-edge',
      severity: 'error',
      comment: 'The driver is touched by the store and the job queue alone; the embedded server is asked whether it is up',
      from: { path: '^src/', pathNot: ['^src/(store|jobs|server/postgres)/', notTests] },
      to: { path: 'node_modules/(pg|postgres|kysely)/' },
    },
    {
      name: 'pure',
      severity: 'error',
      comment: 'No files, sockets or processes below the store',
      from: { path: '^src/(kernel|fhir|standards|matching)/', pathNot: notTests },
      to: { dependencyTypes: ['core'], path: '^(node:)?(fs|net|http|https|child_process)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};
