import { readFileSync } from 'node:fs';

const KEY = Buffer.alloc(32, 2).toString('base64');

/** The configs that README.md has a reader type, with a key for the command that prints one. */
export function readmeConfigs(): readonly string[] {
  const documents = readFileSync('README.md', 'utf8').matchAll(/festoon\.yaml <<END\n([\s\S]*?)^END$/gm);
  return [...documents].map(([, text = '']) => text.replace(/\$\(.*\)/, KEY));
}
