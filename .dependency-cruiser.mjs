/** Folders of ours, and which others each may import. Tests may import more: see `testsMayImport`. */
const mayImport = {
  schema: [],
  actors: ['schema'],
  engine: ['schema'],
  gateway: ['schema', 'engine', 'actors'],
  web: ['schema'],
  // The gateway with nothing behind it is one of the limits that are measured.
  'bench/inline': ['schema', 'actors', 'gateway', 'bench'],
  // The word filter alone, without a thread or a socket.
  'bench/words': ['schema', 'engine', 'bench'],
  bench: ['schema'],
  simulator: ['schema', 'actors', 'engine', 'gateway', 'testing'],
  reliability: ['schema', 'actors', 'gateway', 'bench', 'testing'],
  docs: ['schema', 'engine', 'actors', 'gateway'],
  testing: ['schema'],
};
/** Every test may use the test kit; tests of the runtime may run a real domain in it. */
const testsMayImport = { actors: ['engine'] };

const ours = Object.keys(mayImport);
/** Folders below a folder that have rules of their own. */
const apart = (folder) => ours.filter((other) => other.startsWith(`${folder}/`)).map((other) => `^${other}/`);
const testFile = '[.]test[.]tsx?$';
const testKit = '(^|/)testing/';

function forbidImports(name, { from, fromNot, folder, allowed }) {
  const others = ours.filter((other) => other !== folder && !allowed.includes(other));
  return {
    name,
    severity: 'error',
    from: { path: from, ...(fromNot ? { pathNot: fromNot } : {}) },
    to: { path: `^(${others.join('|')})/` },
  };
}

export default {
  forbidden: [
    ...ours.flatMap((folder) => [
      forbidImports(`${folder}-imports`, {
        from: `^${folder}/`,
        fromNot: [testFile, testKit, ...apart(folder)],
        folder,
        allowed: mayImport[folder],
      }),
      forbidImports(`${folder}-test-imports`, {
        from: `^${folder}/.*(${testFile}|/testing/)`,
        folder,
        allowed: [...mayImport[folder], ...(testsMayImport[folder] ?? []), 'testing'],
      }),
    ]),
    {
      name: 'no-tests-in-code',
      comment: 'What two tests share belongs into a file of its own, not into one of them.',
      severity: 'error',
      from: {},
      to: { path: testFile },
    },
    {
      name: 'no-test-kit-in-code',
      comment:
        'What is in a folder named testing is for tests, for the test kit itself, and for what tries the service out.',
      severity: 'error',
      from: { pathNot: [testFile, testKit, '^simulator/', '^reliability/'] },
      to: { path: testKit },
    },
    {
      name: 'no-circular',
      comment: 'Types may name each other in a circle, because nothing of that is left at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared-packages',
      comment: 'A package that is not in package.json can vanish with the one that brought it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages',
      comment: 'The service must run without the packages that only tests and checks need.',
      severity: 'error',
      from: { path: '^(schema|actors|engine|gateway)/', pathNot: [testFile, testKit] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^node_modules/' },
    // What Lotcast is compared with is a package of its own; only its contract is ours.
    exclude: { path: '^(web/dist/|bench/peers/(?!contract[.]ts$))' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
