//! Services and their actions.

use crate::data::{ActionRecord, Data};
use crate::format::action;
use crate::packed::{Catalogue, Entry, Source, Standing};
use crate::pattern::Pattern;
use crate::shape::{Member, Shape, Structure};

/// A service, of the SDK or with an integration of its own.
#[derive(Clone, Copy, Debug)]
pub struct Service<'c> {
    pub(crate) catalogue: &'c Catalogue<'c>,
    pub(crate) entry: &'c Entry<'c>,
    pub(crate) data: &'c Data,
}

/// What a task may ask a service for.
#[derive(Clone, Copy, Debug)]
pub struct Action<'c> {
    service: Service<'c>,
    record: &'c ActionRecord,
}

/// Does Step Functions offer an action of the SDK?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It does, as far as is known.
    Offered,
    /// AWS's list excepts it.
    Excluded,
    /// It sends or gets a stream of events, which a task can't.
    Streaming,
    /// The SDK for Java, which stands behind Step Functions, has left it out.
    Removed,
    /// The service had it once. Nothing else is known of it.
    Retired,
}

impl<'c> Service<'c> {
    /// As it stands in a resource: `dynamodb`.
    pub fn name(self) -> &'c str {
        self.entry.name
    }

    /// Is it an optimised integration, and not the SDK's?
    pub fn is_optimized(self) -> bool {
        self.entry.is_optimized
    }

    /// How well it is known.
    pub fn standing(self) -> Standing {
        self.entry.standing
    }

    /// What its errors begin with: `DynamoDb`; of an integration that raises none of its own, nothing.
    pub fn error_prefix(self) -> &'c str {
        self.data.string(self.data.prefix)
    }

    /// What AWS calls the service among its SDKs: `DynamoDB`. Optimised integrations have none.
    pub fn id(self) -> &'c str {
        self.data.string(self.data.id)
    }

    /// The version of its API, a date. Optimised integrations have none.
    pub fn version(self) -> &'c str {
        self.data.string(self.data.version)
    }

    /// Where what is known of it was taken from.
    pub fn source(self) -> Option<Source<'c>> {
        self.catalogue.source(self.data.source)
    }

    /// Its actions, by name.
    pub fn actions(self) -> impl Iterator<Item = Action<'c>> {
        self.data.actions.iter().map(move |record| Action { service: self, record })
    }

    /// The action of exactly this name: `getItem`.
    pub fn action(self, name: &str) -> Option<Action<'c>> {
        let actions = &self.data.actions;
        let at = actions.binary_search_by(|record| self.data.string(record.name).cmp(name)).ok()?;
        actions.get(at).map(|record| Action { service: self, record })
    }

    /// Errors that any of its actions may raise, with their prefix: the service's own, for what no model names, and the
    /// client's. Of an optimised integration only those that were seen are known.
    pub fn general_errors(self) -> impl Iterator<Item = &'c str> {
        self.data.general.of(&self.data.names).iter().map(move |name| self.data.string(*name))
    }
}

impl<'c> Action<'c> {
    /// As it stands in a resource: `getItem`.
    pub fn name(self) -> &'c str {
        self.service.data.string(self.record.name)
    }

    /// Whose it is.
    pub fn service(self) -> Service<'c> {
        self.service
    }

    /// How a task may wait for it. An Express workflow offers [`Pattern::RequestResponse`] alone.
    pub fn patterns(self) -> impl Iterator<Item = Pattern> {
        let bits = self.record.patterns;
        Pattern::ALL.into_iter().filter(move |pattern| bits & pattern.bit() > 0)
    }

    /// Does Step Functions offer it?
    pub fn support(self) -> Support {
        match self.record.flags {
            flags if flags & action::RETIRED > 0 => Support::Retired,
            flags if flags & action::REMOVED > 0 => Support::Removed,
            flags if flags & action::EXCLUDED > 0 => Support::Excluded,
            flags if flags & action::STREAMING > 0 => Support::Streaming,
            _ => Support::Offered,
        }
    }

    /// Does the service deprecate it?
    pub fn is_deprecated(self) -> bool {
        self.record.flags & action::DEPRECATED > 0
    }

    /// Are its parameters those that AWS's page on the integration lists? Otherwise they are those of the API, of which
    /// the integration may take fewer.
    pub fn is_listed(self) -> bool {
        self.record.flags & action::LISTED > 0
    }

    /// The action of the SDK that an optimised integration calls, as `athena:startQueryExecution`, if it is just one.
    pub fn stands_for(self) -> Option<&'c str> {
        Some(self.service.data.string(self.record.stands_for)).filter(|name| !name.is_empty())
    }

    /// What it takes: none, if nothing is known of that, or it takes nothing.
    pub fn input(self) -> Option<Structure<'c>> {
        match self.shape(self.record.input)? {
            Shape::Structure(structure) => Some(structure),
            _ => None,
        }
    }

    /// What the call itself answers: none, if nothing is known of that, or it answers nothing.
    pub fn output(self) -> Option<Shape<'c>> {
        self.shape(self.record.output)
    }

    /// What the task gets. With a task token it is whatever the other side sends, so nothing is known; of a job that is
    /// waited for it is what describes the job, where that is known.
    pub fn result(self, pattern: Pattern) -> Option<Shape<'c>> {
        match pattern {
            Pattern::RequestResponse => self.output(),
            Pattern::Sync => self.shape(self.record.sync),
            Pattern::Sync2 => self.shape(self.record.sync2),
            Pattern::WaitForTaskToken => None,
        }
    }

    /// The parameters without which the service does not do it, by name. Of an optimised integration AWS refuses a
    /// definition that lacks one.
    pub fn required(self) -> impl Iterator<Item = &'c str> {
        let members = self.input().into_iter().flat_map(Structure::members);
        let mut names: Vec<&str> = members.filter(|member| member.is_required()).map(Member::name).collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// The errors that the model of the service names, by name, with their prefix: `DynamoDb.ResourceNotFoundException`.
    /// A service may raise others.
    pub fn errors(self) -> impl Iterator<Item = String> {
        let data = self.service.data;
        let prefix = self.service.error_prefix();
        self.record.errors.of(&data.names).iter().map(move |name| format!("{prefix}.{}", data.string(*name)))
    }

    fn shape(self, id: Option<u32>) -> Option<Shape<'c>> {
        id.map(|id| Shape::new(self.service.data, id))
    }
}
