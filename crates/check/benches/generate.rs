//! Definitions of any size, in the proportions that published ones have.

/// A definition of `groups` times seven states, about 3 KB each group.
pub(crate) fn definition(groups: usize) -> String {
    let mut out =
        String::from("{\n  \"Comment\": \"A long workflow\",\n  \"StartAt\": \"Load order 0\",\n  \"States\": {\n");
    for i in 0..groups {
        out.push_str(&group(i));
    }
    let last = LAST.replace("@I@", &groups.to_string());
    out.push_str(&last);
    out
}

fn group(i: usize) -> String {
    let next = i + 1;
    GROUP.replace("@ONWARD@", &format!("Load order {next}")).replace("@I@", &i.to_string())
}

const LAST: &str = r#"    "Load order @I@": {
      "Type": "Succeed"
    }
  }
}
"#;

const GROUP: &str = r#"    "Load order @I@": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": {
        "TableName": "orders",
        "Key": {
          "id": {
            "S.$": "$.order.id"
          }
        }
      },
      "ResultSelector": {
        "status.$": "$.Item.status.S",
        "total.$": "States.StringToJson($.Item.total.N)"
      },
      "ResultPath": "$.loaded",
      "Retry": [
        {
          "ErrorEquals": [
            "DynamoDB.ProvisionedThroughputExceededException",
            "DynamoDB.ThrottlingException"
          ],
          "IntervalSeconds": 1,
          "MaxAttempts": 5,
          "BackoffRate": 2.0,
          "JitterStrategy": "FULL"
        }
      ],
      "Catch": [
        {
          "ErrorEquals": [
            "States.ALL"
          ],
          "ResultPath": "$.error",
          "Next": "Note failure @I@"
        }
      ],
      "Next": "Is it paid @I@"
    },
    "Note failure @I@": {
      "Type": "Pass",
      "Parameters": {
        "message.$": "States.Format('Order {} could not be loaded: {}', $.order.id, $.error.Cause)",
        "at.$": "$$.State.EnteredTime",
        "fixed": [
          1,
          2.5,
          true,
          null
        ]
      },
      "ResultPath": "$.note",
      "Next": "Is it paid @I@"
    },
    "Is it paid @I@": {
      "Type": "Choice",
      "Choices": [
        {
          "And": [
            {
              "Variable": "$.loaded.status",
              "IsPresent": true
            },
            {
              "Variable": "$.loaded.status",
              "StringEquals": "PAID"
            }
          ],
          "Next": "Ship @I@"
        },
        {
          "Variable": "$.loaded.total",
          "NumericGreaterThan": 1000,
          "Next": "Ask a person @I@"
        }
      ],
      "Default": "@ONWARD@"
    },
    "Ask a person @I@": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "TimeoutSeconds": 86400,
      "Parameters": {
        "QueueUrl": "https://sqs.us-east-1.amazonaws.com/111111111111/approvals",
        "MessageBody": {
          "token.$": "$$.Task.Token",
          "order.$": "$.order",
          "question": "Ship this order before it is paid? \"Yes\" or \"no\""
        }
      },
      "ResultPath": "$.answer",
      "Next": "Ship @I@"
    },
    "Ship @I@": {
      "Type": "Task",
      "QueryLanguage": "JSONata",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:111111111111:function:ship",
        "Payload": {
          "id": "{% $states.input.order.id %}",
          "heavy": "{% $sum($states.input.order.lines.(weight * count)) > 30 %}"
        }
      },
      "Output": "{% $merge([$states.input, {'shipped': $states.result.Payload.at}]) %}",
      "Next": "Pause @I@"
    },
    "Pause @I@": {
      "Type": "Wait",
      "Seconds": 5,
      "Next": "@ONWARD@"
    },
"#;
