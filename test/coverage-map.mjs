// Which sources each test is held to: the mirror of its path. Generated code has no mirror, so it is left out.
import { existsSync } from 'node:fs';

export default (test) => {
  const source = test.replace(/^build\/test\//, '').replace(/\.test\.js$/, '');
  return [`${source}.ts`, `build/${source}.js`].filter((file) => existsSync(file));
};
