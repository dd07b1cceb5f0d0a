// Prints a line for each file: a list of the errors and warnings of the language service that AWS's extension of VS Code has.
const fs = require("fs");
const { DiagnosticSeverity, TextDocument, getLanguageService, getYamlLanguageService } = require("amazon-states-language-service");

(async () => {
  const json = getLanguageService({});
  const yaml = getYamlLanguageService({});
  for (const file of process.argv.slice(2)) {
    const isYaml = /\.ya?ml$/.test(file);
    const service = isYaml ? yaml : json;
    const document = TextDocument.create("file://" + file, isYaml ? "asl-yaml" : "asl", 1, fs.readFileSync(file, "utf8"));
    const found = await service.doValidation(document, isYaml ? undefined : service.parseJSONDocument(document));
    const told = found.filter(({ severity }) => !severity || severity <= DiagnosticSeverity.Warning);
    console.log(JSON.stringify(told.map(({ message }) => message)));
  }
})();
