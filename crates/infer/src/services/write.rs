//! What an action of `DynamoDB` that writes an item gives back of it.

use asl_catalogue::Resource;
use asl_types::{Absence, Kinds, Object, Type};

/// Which integration writes an item, if it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writes {
    Optimized,
    Sdk,
}

/// Does a task write an item?
pub(super) fn writes(resource: &Resource<'_>) -> Option<Writes> {
    let is_write = |action: &str| ["putItem", "updateItem", "deleteItem"].contains(&action);
    match resource {
        Resource::Optimized { service: "dynamodb", action, suffix: "" } if is_write(action) => Some(Writes::Optimized),
        Resource::Sdk { service: "dynamodb", action, suffix: "" } if is_write(action) => Some(Writes::Sdk),
        _ => None,
    }
}

/// Its result: without `ReturnValues` it gives no attributes. The SDK might give an empty object of them.
pub(super) fn given(writes: Writes, result: Type, arguments: &Type) -> Type {
    let Some(objects) = result.sets().objects.as_ref().filter(|_| asks_for_nothing(arguments)) else { return result };
    let attributes = match writes {
        Writes::Optimized => Type::absent(),
        Writes::Sdk => Type::object_of([]).with_absence(Absence::Unproven),
    };
    Type::object(Object::with(&objects.merged(), "Attributes", attributes))
}

fn asks_for_nothing(arguments: &Type) -> bool {
    let asked = arguments.field("ReturnValues");
    let all_none = || asked.sets().strings.few().is_some_and(|few| few.iter().all(|it| &**it == "NONE"));
    arguments.kinds() == Kinds::OBJECT
        && !arguments.is_unknown()
        && !asked.is_unknown()
        && asked.kinds().is_within(Kinds::STRING)
        && all_none()
}

#[cfg(test)]
mod tests {
    use crate::Services;
    use asl_types::Type;
    use serde_json::{Value, json};

    fn attributes(resource: &str, arguments: &Value) -> Type {
        let resource = format!("arn:aws:states:::{resource}");
        Services::default().given(&resource, false, &Type::of(arguments)).field("Attributes")
    }

    #[test]
    fn attributes_are_given_where_they_are_asked_for() {
        for action in ["putItem", "updateItem", "deleteItem"] {
            let plain = format!("dynamodb:{action}");
            for none in [json!({}), json!({"ReturnValues": "NONE"})] {
                assert!(!attributes(&plain, &none).has_value());
                assert!(!attributes(&format!("aws-sdk:{plain}"), &none).field("id").has_value());
            }
            for some in [json!({"ReturnValues": "ALL_OLD"}), json!({"ReturnValues": "${Which}"})] {
                assert!(attributes(&plain, &some).field("id").has_value());
            }
        }
        let resource = "arn:aws:states:::dynamodb:putItem";
        assert!(Services::default().given(resource, false, &Type::unknown()).field("Attributes").has_value());
    }
}
