/** Types of the public face in one file: what the compiler says of these sources, without what is private. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

export function declarations(root, names) {
  let text = '';
  for (const name of names) {
    const source = readFileSync(new URL(name, root), 'utf8');
    const result = ts.transpileDeclaration(source, {
      fileName: name,
      compilerOptions: { target: ts.ScriptTarget.ES2017, stripInternal: true },
    });
    text += result.outputText;
  }
  return text
    .replace(/^import .*;\n/gm, '')
    .replace(/^ +private .*;\n/gm, '')
    .replace(/^export \{\};\n/gm, '');
}
