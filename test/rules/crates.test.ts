import t from 'tap';
import { dependencies, forbiddenCrates } from './crates.js';
import { files, planted, ROOT } from './tree.js';

t.test('the core knows neither napi nor clocks, whatever the form', async (t) => {
  const faults = await planted(
    {
      'native/core/Cargo.toml':
        '[dependencies]\nlibc = "0.2"\n[target."cfg(unix)".dependencies]\nnapi = "3"\n',
      'native/core/src/lib.rs': '// napi::Env is far away\nuse napi::Env;\n',
      'native/core/src/engine/worker.rs':
        'let now = std::time::Instant::now();\nlet n = unsafe { libc::getpid() };\n',
      'native/core/src/io/clock.rs': 'let now = std::time::Instant::now();\n',
      'native/node/Cargo.toml': '[dependencies.festoon-lab]\npath = "../lab"\n',
      'native/lab/Cargo.toml': '[dependencies]\nfestoon-core = { path = "../core" }\n',
    },
    forbiddenCrates,
  );
  t.same(faults, [
    'native/core/Cargo.toml: depends on napi',
    'native/lab/Cargo.toml: depends on festoon-core',
    'native/node/Cargo.toml: depends on festoon-lab',
    'native/core/src/engine/worker.rs:1: uses Instant::now',
    'native/core/src/engine/worker.rs:2: uses libc::getpid(',
    'native/core/src/lib.rs:2: uses napi',
  ]);
});

t.test('every kind of dependency table is read', async (t) => {
  const manifest =
    '[package]\nname = "x"\n[dependencies]\na = "1"\nb.workspace = true\n[dev-dependencies]\nc = "1"\n' +
    '[build-dependencies.d]\nversion = "1"\n[lib]\nname = "y"\n';
  t.same(
    dependencies(manifest).filter((name) => name !== 'version'),
    ['a', 'b', 'c', 'd'],
  );
});

t.test('the crates of this repository know only what they may', async (t) => {
  for (const folder of ['engine', 'inner', 'io']) {
    t.ok(files(ROOT, new RegExp(`^native/core/src/${folder}/`)).length > 0, `${folder} was looked at`);
  }
  t.same(forbiddenCrates(ROOT), []);
});
