"""Prints a line for each file: a list of the errors and warnings of cfn-lint. It reads templates, so each definition is
wrapped, as it is written, into the smallest one that has it. The first argument is the type of the workflow."""

import json
import os
import subprocess
import sys
import tempfile

PROPERTIES = {"RoleArn": "arn:aws:iam::111111111111:role/machine", "StateMachineType": sys.argv[1]}


def template(path):
    """The text of the template: pasted together, so that a faulty definition is not repaired on the way."""
    with open(path, encoding="utf8") as file:
        text = file.read()
    if path.endswith(".json"):
        head = json.dumps(PROPERTIES)[:-1]
        resource = '{"Type": "AWS::StepFunctions::StateMachine", "Properties": %s, "Definition": %s}}' % (head, text)
        return '{"Resources": {"Machine": %s}}' % resource
    lines = ["Resources:", "  Machine:", "    Type: AWS::StepFunctions::StateMachine", "    Properties:"]
    lines += [f"      {name}: {value}" for name, value in PROPERTIES.items()] + ["      Definition:"]
    return "\n".join(lines + ["        " + line for line in text.splitlines()]) + "\n"


with tempfile.TemporaryDirectory() as folder:
    paths = []
    for number, path in enumerate(sys.argv[2:]):
        paths.append(os.path.join(folder, f"{number}.{path.rsplit('.', 1)[1]}"))
        with open(paths[-1], "w", encoding="utf8") as file:
            file.write(template(path))
    program = os.path.join(os.path.dirname(sys.executable), "cfn-lint")
    run = subprocess.run([program, "--format", "json", "--", *paths], stdout=subprocess.PIPE, text=True, check=False)
    said = {path: [] for path in paths}
    for match in json.loads(run.stdout):
        if match["Level"] in ("Error", "Warning"):
            said[match["Filename"]].append(f"{match['Rule']['Id']}: {match['Message']}")
    for path in paths:
        print(json.dumps(said[path]))
