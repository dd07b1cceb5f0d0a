// Prints a line for each file: a list of what asl-validator says. It has one severity. Where its own command ends with an
// exception, that is taken for a report.
const fs = require("fs");
const { createRequire } = require("module");
const validate = require("asl-validator");
const YAML = createRequire(require.resolve("asl-validator"))("yaml");

for (const file of process.argv.slice(2)) {
  let said;
  try {
    const text = fs.readFileSync(file, "utf8");
    const { errors } = validate(/\.ya?ml$/.test(file) ? YAML.parse(text) : JSON.parse(text));
    said = errors.map((error) => `${error["Error code"]}: ${error.Message}`);
  } catch (error) {
    said = [`exception: ${error.message}`];
  }
  console.log(JSON.stringify(said));
}
