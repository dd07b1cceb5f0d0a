# Prints a line for each file: a list of what statelint says. Its own command reads the first of several files again and
# again, and no YAML.
require "json"
require "statelint"

ARGV.each do |file|
  begin
    # Each file has a linter of its own, as if it were alone.
    said = file =~ /\.ya?ml$/ ? [] : StateMachineLint::Linter.new.validate(file).map(&:to_s)
  rescue StandardError => error
    said = ["exception: #{error.message}"]
  end
  puts JSON.generate(said)
end
