# Prints a line for each file: a list of what statelint says. Its own command reads only the first of several files, and
# none in YAML.
require "json"
require "statelint"

linter = StateMachineLint::Linter.new
ARGV.each do |file|
  said = file =~ /\.ya?ml$/ ? [] : linter.validate(file).map(&:to_s)
  puts JSON.generate(said)
end
